package dev.parkway.telemetry;

import dev.parkway.connection.Observer;
import dev.parkway.connection.TurnTimer;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.Journal;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Telemetry that somebody has asked for. */
final class Exporting implements Telemetry {

    private static final String SCOPE = "dev.parkway";
    private static final String DEFAULT_PORT = "9464";
    private static final long LAST_WORDS_SECONDS = 5;
    private static final Pattern ADDRESS = Pattern.compile("[^/\\s=]*/?([^/=]+:\\d+)\\W*$");

    private final OpenTelemetry telemetry;
    private final GrpcOpenTelemetry grpc;
    private final ConnectionMetrics connections;
    private final TurnMetrics turns;
    private final ProcessMetrics process;
    private final String scrapedAt;

    Exporting(OpenTelemetry telemetry, String scrapedAt) {
        this.telemetry = telemetry;
        this.scrapedAt = scrapedAt;
        grpc = GrpcOpenTelemetry.newBuilder().sdk(telemetry).build();
        Instruments instruments = new Instruments(telemetry.getMeter(SCOPE));
        connections = new ConnectionMetrics(instruments);
        turns = new TurnMetrics(instruments);
        process = new ProcessMetrics(instruments);
    }

    static Telemetry start(TelemetryPlan plan) throws IOException {
        AtomicReference<String> scraped = new AtomicReference<>("");
        AtomicReference<String> wanted = new AtomicReference<>("");
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(plan::defaults)
                    .addPropertiesCustomizer(settings -> {
                        Map<String, String> added = plan.additions(settings.getList("otel.metrics.exporter"));
                        wanted.set(settings.getString(TelemetryPlan.HOST) + ":"
                                + added.getOrDefault(TelemetryPlan.PORT,
                                        settings.getString(TelemetryPlan.PORT, DEFAULT_PORT)));
                        return added;
                    })
                    .addMetricReaderCustomizer((reader, _) -> {
                        if (reader instanceof PrometheusHttpServer) {
                            scraped.set(address(reader.toString()));
                        }
                        return reader;
                    })
                    .build().getOpenTelemetrySdk();
            return new Exporting(sdk, scraped.get());
        } catch (ConfigurationException e) {
            IOException notListening = notListening(e, wanted.get());
            if (notListening != null) {
                throw notListening;
            }
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String address(String server) {
        Matcher found = ADDRESS.matcher(server);
        return found.find() ? "http://" + found.group(1) + "/metrics" : server;
    }

    private static @Nullable IOException notListening(Throwable failure, String at) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException || cause instanceof UnresolvedAddressException) {
                return new IOException(at + " for metrics: "
                        + (cause instanceof SocketException ? cause.getMessage() : "unknown host"), failure);
            }
        }
        return null;
    }

    @Override
    public List<Observer> observers() {
        return List.of(connections);
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
    public void measure(ServerBuilder<?> server) {
        grpc.configureServerBuilder(server);
    }

    @Override
    public void measure(ManagedChannelBuilder<?> channel) {
        grpc.configureChannelBuilder(channel);
    }

    @Override
    public String scrapedAt() {
        return scrapedAt;
    }

    @Override
    public void close() {
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            CompletableResultCode _ = sdk.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        }
    }
}
