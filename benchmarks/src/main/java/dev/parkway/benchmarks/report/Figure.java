package dev.parkway.benchmarks.report;

import java.util.List;

/**
 * Something that was measured, several times.
 *
 * @param subject of whom
 * @param setting in which circumstances
 * @param measure what, with its unit
 * @param values the single measurements, in the order in which they were taken
 */
record Figure(String subject, String setting, String measure, List<Double> values) {

    Figure {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no value of " + subject + ", " + setting + ", " + measure);
        }
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
