package dev.parkway.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes instruments of {@link Metric}s: what a table says of one is what it is. */
final class Instruments {

    /** From a turn between two threads that are awake to one that waits for a person, in seconds. */
    private static final List<Double> BUCKETS = List.of(0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25,
            0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
            60.0);

    private final Meter meter;

    Instruments(Meter meter) {
        this.meter = meter;
    }

    DoubleHistogram histogram(Metric metric) {
        check(metric, Metric.Kind.HISTOGRAM);
        return meter.histogramBuilder(metric.name()).setUnit(metric.unit())
                .setDescription(metric.description()).setExplicitBucketBoundariesAdvice(BUCKETS).build();
    }

    /** Has a number looked up whenever somebody wants to know. */
    void observe(Metric metric, LongSupplier number) {
        observe(metric, measurement -> measurement.record(number.getAsLong(), Attributes.empty()));
    }

    /** Has numbers looked up whenever somebody wants to know. */
    void observe(Metric metric, Consumer<ObservableLongMeasurement> numbers) {
        switch (metric.kind()) {
            case COUNTER -> meter.counterBuilder(metric.name()).setUnit(metric.unit())
                    .setDescription(metric.description()).buildWithCallback(numbers);
            case UP_DOWN_COUNTER -> meter.upDownCounterBuilder(metric.name()).setUnit(metric.unit())
                    .setDescription(metric.description()).buildWithCallback(numbers);
            case HISTOGRAM ->
                throw new IllegalArgumentException(metric.name() + " is recorded, not observed");
        }
    }

    private static void check(Metric metric, Metric.Kind kind) {
        if (metric.kind() != kind) {
            throw new IllegalArgumentException(metric.name() + " is no " + kind);
        }
    }
}
