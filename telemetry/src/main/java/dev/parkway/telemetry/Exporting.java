package dev.parkway.telemetry;

import dev.parkway.connection.Observer;
import dev.parkway.connection.TurnTimer;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.Journal;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Telemetry that somebody has asked for. */
final class Exporting implements Telemetry {

    private static final String SCOPE = "dev.parkway";
    private static final long LAST_WORDS_SECONDS = 5;

    private final OpenTelemetry telemetry;
    private final GrpcOpenTelemetry grpc;
    private final ConnectionMetrics connections;
    private final TurnMetrics turns;
    private final ProcessMetrics process;
    private final boolean tracing;
    private final SessionTraces sessions;
    private final ConnectionTraces traces;
    private final Optional<Scrapes> scrapes;
    // Guarded by this.
    private boolean closed;

    /**
     * Begins to measure.
     *
     * @param sampler who decides which traces are kept; null if there are none
     */
    Exporting(OpenTelemetry telemetry, Optional<Scrapes> scrapes, @Nullable SameDecision sampler) {
        this.telemetry = telemetry;
        this.scrapes = scrapes;
        grpc = GrpcOpenTelemetry.newBuilder().sdk(telemetry).build();
        Instruments instruments = new Instruments(telemetry.getMeter(SCOPE));
        connections = new ConnectionMetrics(instruments);
        turns = new TurnMetrics(instruments);
        process = new ProcessMetrics(instruments);
        tracing = sampler != null;
        Tracer tracer = telemetry.getTracer(SCOPE);
        sessions = new SessionTraces(tracer, telemetry.getPropagators().getTextMapPropagator());
        traces = new ConnectionTraces(tracer, sessions, sampler == null ? _ -> true : sampler::drops);
    }

    static Telemetry start(TelemetryPlan plan) throws IOException {
        plan.checkProtocols();
        // Before anything else starts: a taken port is the likeliest mistake.
        Optional<Scrapes> scrapes = plan.port().isPresent()
                ? Optional.of(Scrapes.start(plan.host(), plan.port().get())) : Optional.empty();
        AtomicReference<@Nullable SameDecision> tracing = new AtomicReference<>();
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(plan::defaults)
                    .addMeterProviderCustomizer((meters, _) -> scrapes
                            .map(each -> meters.registerMetricReader(each.reader())).orElse(meters))
                    .addTracerProviderCustomizer((traces, _) -> traces.setIdGenerator(new TraceIds()))
                    .addSamplerCustomizer((sampler, settings) -> {
                        // The exporters' names, as the SDK has understood them.
                        SameDecision same = new SameDecision(sampler);
                        tracing.set(
                                settings.getList(TelemetryPlan.TRACES).equals(List.of("none")) ? null : same);
                        return same;
                    })
                    .build().getOpenTelemetrySdk();
            return new Exporting(sdk, scrapes, tracing.get());
        } catch (ConfigurationException e) {
            scrapes.ifPresent(Scrapes::close);
            IOException notListening = notListening(e);
            if (notListening != null) {
                throw notListening;
            }
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns what kept the port of OpenTelemetry's own variables from being listened on, if that is what happened. */
    private static @Nullable IOException notListening(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException || cause instanceof UnresolvedAddressException) {
                return new IOException("OTEL_EXPORTER_PROMETHEUS_HOST and _PORT: "
                        + (cause instanceof SocketException ? cause.getMessage() : "unknown host"), failure);
            }
        }
        return null;
    }

    @Override
    public List<Observer> observers() {
        return tracing ? List.of(connections, traces) : List.of(connections);
    }

    @Override
    public TurnTimer.Maker timers() {
        return turns;
    }

    @Override
    public void count(Traffic traffic) {
        process.count(traffic);
    }

    @Override
    public void count(Journal journal) {
        process.count(journal);
    }

    @Override
    public void countReports(LongSupplier dropped) {
        process.countReports(dropped);
    }

    @Override
    public void sessionOpening() {
        sessions.opening();
    }

    @Override
    public void sessionOpened(String session) {
        sessions.opened(session);
    }

    @Override
    public void sessionEnded(String session) {
        sessions.ended(session);
    }

    @Override
    public void measure(ServerBuilder<?> server) {
        grpc.configureServerBuilder(server);
        if (tracing) {
            server.intercept(sessions);
        }
    }

    @Override
    public void measure(ManagedChannelBuilder<?> channel) {
        grpc.configureChannelBuilder(channel);
        if (tracing) {
            channel.intercept(sessions);
        }
    }

    @Override
    public String scrapedAt() {
        return scrapes.map(Scrapes::toString).orElse("");
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        scrapes.ifPresent(Scrapes::close);
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            CompletableResultCode _ = sdk.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        }
    }
}
