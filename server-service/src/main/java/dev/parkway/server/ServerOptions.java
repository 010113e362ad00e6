package dev.parkway.server;

import dev.parkway.control.ControlLimits;
import dev.parkway.service.CountConverter;
import dev.parkway.service.DurationConverter;
import dev.parkway.service.KeepAliveOptions;
import dev.parkway.service.LogOptions;
import dev.parkway.service.PortConverter;
import dev.parkway.service.ScenarioOptions;
import dev.parkway.service.ShowOptions;
import dev.parkway.service.TelemetryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an operator sets at the server. */
final class ServerOptions {

    @Option(names = "--host", paramLabel = "HOST", defaultValue = "${env:PARKWAY_HOST:-127.0.0.1}",
            description = "The address to listen on; 0.0.0.0 for all. Default: 127.0.0.1.")
    String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", converter = PortConverter.class,
            defaultValue = "${env:PARKWAY_PORT:-50051}",
            description = "The port to listen on; 0 for a free one. Default: 50051.")
    int port;

    @Option(names = "--port-file", paramLabel = "FILE", defaultValue = "${env:PARKWAY_PORT_FILE:-}",
            description = "A file to write the port to once the server listens. Default: none.")
    String portFile = "";

    @Option(names = "--advertise", paramLabel = "HOST:PORT", defaultValue = "${env:PARKWAY_ADVERTISE:-}",
            description = "Where clients can dial this very process again; to be set behind a proxy or a port that is "
                    + "mapped. Default: where each has reached it.")
    String advertise = "";

    @Option(names = "--msl", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_MSL:-500ms}",
            description = "Maximum segment lifetime; TIME_WAIT lasts twice as long. Default: 500ms.")
    Duration msl = Duration.ofMillis(500);

    @Mixin
    ShowOptions show = new ShowOptions();

    @Mixin
    ScenarioOptions scenarios = new ScenarioOptions();

    @Option(names = "--max-sessions", paramLabel = "N", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_MAX_SESSIONS:-1000}",
            description = "Sessions at a time; more are refused. Default: 1000.")
    int maxSessions;

    @Option(names = "--max-connections", paramLabel = "N", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_MAX_CONNECTIONS:-100000}",
            description = "Connections a session at a time; more are refused. Default: 100000.")
    int maxConnections;

    @Option(names = "--max-all-connections", paramLabel = "N", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_MAX_ALL_CONNECTIONS:-100000}",
            description = "Connections over all sessions at a time; more are refused, but for each session's "
                    + "share of them. Default: 100000.")
    int maxAllConnections;

    @Option(names = "--journal", paramLabel = "N", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_JOURNAL:-10000}",
            description = "How many recent connections are kept for inspection. Default: 10000.")
    int journal;

    @Option(names = "--drain", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_DRAIN:-5s}",
            description = "How long running connections get to end at shutdown. Default: 5s.")
    Duration drain = Duration.ofSeconds(5);

    @Mixin
    AccessOptions access = new AccessOptions();

    @Mixin
    PageOptions page = new PageOptions();

    @Mixin
    KeepAliveOptions keepAlive = new KeepAliveOptions();

    @Mixin
    TelemetryOptions telemetry = new TelemetryOptions();

    @Mixin
    LogOptions log = new LogOptions();

    ControlLimits limits() {
        return new ControlLimits(maxSessions, maxConnections, maxAllConnections,
                ControlLimits.DEFAULT_TOKENS_PER_BATCH, keepAlive.linger());
    }

    Optional<Path> portFile() {
        return portFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(portFile));
    }
}
