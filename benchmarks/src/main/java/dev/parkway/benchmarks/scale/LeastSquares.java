package dev.parkway.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

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
        double[][] system = new double[count][count + 1];
        for (Trial trial : trials) {
            // A long run is to count no more than a short one.
            double weight = 1 / Math.pow(value.applyAsDouble(trial), 2);
            for (int row = 0; row < count; row++) {
                double factor = weight * causes.get(row).applyAsDouble(trial);
                for (int column = 0; column < count; column++) {
                    system[row][column] += factor * causes.get(column).applyAsDouble(trial);
                }
                system[row][count] += factor * value.applyAsDouble(trial);
            }
        }
        return new LeastSquares(causes, solve(system));
    }

    /** Gauss's elimination with the greatest pivot first; the last column is the right side. */
    private static List<Double> solve(double[][] system) {
        int count = system.length;
        for (int pivot = 0; pivot < count; pivot++) {
            int greatest = pivot;
            for (int row = pivot + 1; row < count; row++) {
                if (Math.abs(system[row][pivot]) > Math.abs(system[greatest][pivot])) {
                    greatest = row;
                }
            }
            double[] swapped = system[pivot];
            system[pivot] = system[greatest];
            system[greatest] = swapped;
            if (system[pivot][pivot] == 0) {
                throw new IllegalArgumentException("the trials do not tell the causes apart");
            }
            for (int row = 0; row < count; row++) {
                double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
                for (int column = pivot; column <= count; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        List<Double> solution = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            solution.add(system[row][count] / system[row][row]);
        }
        return List.copyOf(solution);
    }

    double predict(Trial trial) {
        double sum = 0;
        for (int i = 0; i < coefficients.size(); i++) {
            sum += coefficients.get(i) * causes.get(i).applyAsDouble(trial);
        }
        return sum;
    }
}
