package dev.parkway.benchmarks.scale;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * A value as a sum of causes, each with a coefficient: those that miss the measured values least, relative to these.
 *
 * @param causes what counts
 * @param coefficients how much each does, in the order of the causes
 */
record LeastSquares(List<ToDoubleFunction<Trial>> causes, List<Double> coefficients) {

    static LeastSquares fit(List<Trial> trials, ToDoubleFunction<Trial> value,
            List<ToDoubleFunction<Trial>> causes) {
        int count = causes.size();
        if (trials.size() < count) {
            throw new IllegalArgumentException(
                    trials.size() + " trials for " + count + " coefficients; allowed are as many or more");
        }
        double[][] shares = new double[trials.size()][];
        double[] ones = new double[trials.size()];
        for (int i = 0; i < ones.length; i++) {
            Trial trial = trials.get(i);
            // A long run is to count no more than a short one.
            double measured = value.applyAsDouble(trial);
            shares[i] = causes.stream().mapToDouble(cause -> cause.applyAsDouble(trial) / measured).toArray();
            ones[i] = 1;
        }
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.setNoIntercept(true);
        regression.newSampleData(ones, shares);
        try {
            return new LeastSquares(causes,
                    Arrays.stream(regression.estimateRegressionParameters()).boxed().toList());
        } catch (SingularMatrixException e) {
            throw new IllegalArgumentException("the trials do not tell the causes apart", e);
        }
    }

    double predict(Trial trial) {
        double sum = 0;
        for (int i = 0; i < coefficients.size(); i++) {
            sum += coefficients.get(i) * causes.get(i).applyAsDouble(trial);
        }
        return sum;
    }
}
