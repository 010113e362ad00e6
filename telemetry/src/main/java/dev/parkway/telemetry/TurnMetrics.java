package dev.parkway.telemetry;

import dev.parkway.connection.History;
import dev.parkway.connection.TurnTimer;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Side;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Measures how long turns take, and how long threads are parked for them. */
final class TurnMetrics implements TurnTimer.Maker {

    private record Labels(Attributes side, Map<TurnResult, Attributes> results) {

        Labels(Side side) {
            this(Attributes.of(Metric.SIDE, side.toString()), new EnumMap<>(TurnResult.class));
            for (TurnResult result : TurnResult.values()) {
                results.put(result,
                        Attributes.of(Metric.SIDE, side.toString(), Metric.CAUSE, result.toString()));
            }
        }

        Attributes of(TurnResult result) {
            return results.getOrDefault(result, side);
        }
    }

    private final DoubleHistogram turns;
    private final DoubleHistogram parks;
    private final Labels client = new Labels(Side.CLIENT);
    private final Labels server = new Labels(Side.SERVER);

    TurnMetrics(Instruments instruments) {
        turns = instruments.histogram(Metric.TURN_DURATION);
        parks = instruments.histogram(Metric.PARK_DURATION);
    }

    @Override
    public TurnTimer begin(History history) {
        return new Timer(history.side() == Side.CLIENT ? client : server);
    }

    /** One side's. */
    private final class Timer implements TurnTimer {

        private final Labels labels;
        private boolean asked;
        private long givenNanos;
        private long parkedNanos;

        Timer(Labels labels) {
            this.labels = labels;
        }

        @Override
        public void given() {
            asked = true;
            givenNanos = System.nanoTime();
        }

        @Override
        public void waits() {
            parkedNanos = System.nanoTime();
        }

        @Override
        public void waited(TurnResult result) {
            long nowNanos = System.nanoTime();
            parks.record(seconds(nowNanos - parkedNanos), labels.of(result));
            if (asked && result == TurnResult.TURN_TAKEN) {
                asked = false;
                turns.record(seconds(nowNanos - givenNanos), labels.side);
            }
        }

        private static double seconds(long nanos) {
            return nanos / (double) TimeUnit.SECONDS.toNanos(1);
        }
    }
}
