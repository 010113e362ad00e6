package dev.parkway.telemetry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is wanted of telemetry, by OpenTelemetry's own variables and by our flag for the port. Without any of them
 * nothing is, other than OpenTelemetry's own default, which is to export to a collector on this machine.
 *
 * @param service what this process is called, unless the variables call it something else
 * @param host the address to be scraped at, unless the variables name another
 * @param port the port to be scraped at, 0 for a free one; without, only the variables can ask for scraping
 */
public record TelemetryPlan(String service, String host, Optional<Integer> port) {

    private static final String METRICS = "otel.metrics.exporter";
    static final String TRACES = "otel.traces.exporter";
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String METRICS_ENDPOINT = "otel.exporter.otlp.metrics.endpoint";
    private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";
    private static final String PROTOCOL = "otel.exporter.otlp.protocol";
    private static final String METRICS_PROTOCOL = "otel.exporter.otlp.metrics.protocol";
    private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
    private static final String HTTP = "http/protobuf";
    private static final List<String> PROTOCOLS = List.of(HTTP, "grpc");
    private static final String NONE = "none";
    private static final String OTLP = "otlp";

    boolean wanted() {
        return !Boolean.parseBoolean(setting("otel.sdk.disabled"))
                && (port.isPresent() || Stream.of(METRICS, TRACES, "otel.logs.exporter").anyMatch(this::names)
                        || Stream.of(ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT)
                                .anyMatch(each -> !setting(each).isEmpty()));
    }

    private boolean names(String exporter) {
        return !setting(exporter).isEmpty() && !setting(exporter).equals(NONE);
    }

    /** Returns what stands in for variables that are not set. */
    Map<String, String> defaults() {
        boolean both = !setting(ENDPOINT).isEmpty();
        return Map.of("otel.service.name", service,
                METRICS, both || !setting(METRICS_ENDPOINT).isEmpty() ? OTLP : NONE,
                TRACES, both || !setting(TRACES_ENDPOINT).isEmpty() ? OTLP : NONE,
                "otel.logs.exporter", NONE,
                // As OpenTelemetry's specification recommends; the SDK's own default is older.
                PROTOCOL, HTTP,
                "otel.exporter.prometheus.host", host);
    }

    /**
     * Refuses an OTLP protocol that there is not: the SDK would, too, and not say which variable names it, nor what is
     * allowed.
     */
    void checkProtocols() {
        for (String setting : List.of(PROTOCOL, METRICS_PROTOCOL, TRACES_PROTOCOL)) {
            String protocol = setting(setting);
            if (!protocol.isEmpty() && !PROTOCOLS.contains(protocol)) {
                throw new IllegalArgumentException(variable(setting) + " is " + protocol + ", allowed is "
                        + String.join(" or ", PROTOCOLS));
            }
        }
    }

    /** Looks a setting up as the SDK does: a system property, or the variable of the same name in capitals. */
    private static String setting(String property) {
        return System.getProperty(property, System.getenv().getOrDefault(variable(property), "")).strip();
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
