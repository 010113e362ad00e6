package dev.parkway.telemetry;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpState;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts connections by state and outcome, and how long they last. */
final class ConnectionMetrics implements Observer {

    /** How sides of one kind end: few, though there may be very many connections. */
    private record Ending(Side side, String scenario, String outcome) {

        Attributes attributes() {
            return Attributes.of(Metric.SIDE, side.toString(), Metric.SCENARIO, scenario, Metric.OUTCOME,
                    outcome);
        }
    }

    private record Ended(Side side, String outcome) {}

    private final Map<Side, Map<TcpState, LongAdder>> states = new EnumMap<>(Side.class);
    private final Map<Ended, LongAdder> ended = new ConcurrentHashMap<>();
    // Made once each: attributes are costly to make.
    private final Map<Ending, Attributes> endings = new ConcurrentHashMap<>();
    private final DoubleHistogram duration;

    ConnectionMetrics(Instruments instruments) {
        for (Side side : Side.values()) {
            Map<TcpState, LongAdder> of = new EnumMap<>(TcpState.class);
            for (TcpState state : TcpState.values()) {
                of.put(state, new LongAdder());
            }
            states.put(side, of);
        }
        duration = instruments.histogram(Metric.CONNECTION_DURATION);
        instruments.observe(Metric.CONNECTION_COUNT, this::tellStates);
        instruments.observe(Metric.CONNECTION_ENDED, this::tellEnded);
    }

    private void tellStates(ObservableLongMeasurement measurement) {
        states.forEach((side, of) -> of.forEach((state, count) -> measurement.record(count.sum(),
                Attributes.of(Metric.SIDE, side.toString(), Metric.STATE, state.toString()))));
    }

    private void tellEnded(ObservableLongMeasurement measurement) {
        ended.forEach((how, count) -> measurement.record(count.sum(),
                Attributes.of(Metric.SIDE, how.side.toString(), Metric.OUTCOME, how.outcome)));
    }

    @Override
    public Observation begin(History history) {
        return new Lasting(history);
    }

    /** One side of a connection while it lasts. */
    private final class Lasting implements Observation {

        private final History history;
        private final Map<TcpState, LongAdder> of;
        private final long begunNanos = System.nanoTime();
        private @Nullable LongAdder present;

        Lasting(History history) {
            this.history = history;
            of = states.getOrDefault(history.side(), Map.of());
            if (history.size() > 0) {
                move();
            }
        }

        private void move() {
            leave();
            present = of.get(history.state().orElseThrow());
            if (present != null) {
                present.increment();
            }
        }

        private void leave() {
            if (present != null) {
                present.decrement();
                present = null;
            }
        }

        @Override
        public void entered(int ordinal) {
            move();
        }

        @Override
        public void ended() {
            leave();
            String outcome = history.outcome().orElse("unknown");
            ended.computeIfAbsent(new Ended(history.side(), outcome), _ -> new LongAdder()).increment();
            Ending ending = new Ending(history.side(), history.scenario().name(), outcome);
            duration.record((System.nanoTime() - begunNanos) / (double) TimeUnit.SECONDS.toNanos(1),
                    endings.computeIfAbsent(ending, Ending::attributes));
        }
    }
}
