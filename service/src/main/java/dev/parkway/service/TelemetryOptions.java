package dev.parkway.service;

import dev.parkway.telemetry.Telemetry;
import dev.parkway.telemetry.TelemetryPlan;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What monitoring is told, besides what OpenTelemetry's own variables say. */
public final class TelemetryOptions {

    private static final Logger log = LoggerFactory.getLogger(TelemetryOptions.class);

    @Option(names = "--metrics-port", paramLabel = "PORT", converter = PortConverter.class,
            defaultValue = "${env:PARKWAY_METRICS_PORT}",
            description = "A port at which Prometheus can scrape metrics, by HTTP at /metrics; 0 for a free one. "
                    + "What else monitoring gets, the variables OTEL_* say. Default: none.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--metrics-host", paramLabel = "HOST", defaultValue = "${env:PARKWAY_METRICS_HOST:-}",
            description = "The address of that port. Default: that of the other ports.")
    private String host = "";

    /** Creates the options; picocli does. */
    public TelemetryOptions() {}

    /**
     * Starts what is asked for.
     *
     * @param service what this process is called
     * @param otherHost the address of the other ports
     * @return what was started
     * @throws IOException if the port cannot be listened on: where and why
     * @throws IllegalArgumentException if a flag or a variable is not as it must be
     */
    public Telemetry start(String service, String otherHost) throws IOException {
        if (!host.isEmpty() && port.isEmpty()) {
            throw new IllegalArgumentException(
                    "--metrics-host is set alone; allowed is it with --metrics-port");
        }
        Telemetry telemetry = Telemetry.start(
                new TelemetryPlan(service, host.isEmpty() ? otherHost : host, port));
        if (!telemetry.scrapedAt().isEmpty()) {
            log.info("metrics at {}", telemetry.scrapedAt());
        }
        return telemetry;
    }
}
