package dev.parkway.benchmarks.lifecycles;

import dev.parkway.telemetry.Telemetry;
import dev.parkway.telemetry.TelemetryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who is told of a process's connections, as its operator sets it. */
enum Monitoring {
    /** Nobody: nothing is configured. */
    NONE,
    /** Whoever scrapes metrics; here nobody comes. */
    PROMETHEUS,
    /** A collector, of metrics. */
    METRICS,
    /** A collector, of metrics and of the trace of one connection in a hundred. */
    SAMPLED,
    /** A collector, of metrics and of all traces, as far as they fit into the SDK's queue. */
    TRACES;

    // Held, or the level would be forgotten. It says at each batch that its queue is full, which is so by intent.
    private static final Logger SDK = Logger.getLogger("io.opentelemetry.sdk.trace");

    /** The property of a JVM that says where the collector is. */
    static final String COLLECTOR = "parkway.collector";

    /** Starts it in this process. */
    Telemetry start(String service) {
        Optional<Integer> port = Optional.empty();
        switch (this) {
            case NONE -> {
            }
            case PROMETHEUS -> port = Optional.of(0);
            case METRICS -> {
                collected();
                System.setProperty("otel.traces.exporter", "none");
            }
            case SAMPLED -> {
                collected();
                System.setProperty("otel.traces.sampler", "parentbased_traceidratio");
                System.setProperty("otel.traces.sampler.arg", "0.01");
            }
            case TRACES -> collected();
        }
        try {
            return Telemetry.start(new TelemetryPlan(service, "127.0.0.1", port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collected() {
        System.setProperty("otel.exporter.otlp.endpoint",
                Objects.requireNonNull(System.getProperty(COLLECTOR), COLLECTOR));
        // So often that each share of a round has its part.
        System.setProperty("otel.metric.export.interval", "1000");
        SDK.setLevel(Level.SEVERE);
    }
}
