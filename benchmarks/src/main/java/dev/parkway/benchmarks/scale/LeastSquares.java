package dev.parkway.benchmarks.scale;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;

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
        try {
            // By the decomposition itself: the regression that stands on it wants more trials than coefficients.
            double[] least = new QRDecomposition(new Array2DRowRealMatrix(shares)).getSolver()
                    .solve(new ArrayRealVector(ones)).toArray();
            return new LeastSquares(causes, Arrays.stream(least).boxed().toList());
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
