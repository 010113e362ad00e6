package dev.parkway.client;

import dev.parkway.service.AllowList;
import dev.parkway.service.Certificates;
import dev.parkway.service.CountConverter;
import dev.parkway.service.DurationConverter;
import dev.parkway.service.EndpointOptions;
import dev.parkway.service.KeepAliveOptions;
import dev.parkway.service.LogOptions;
import dev.parkway.service.PortConverter;
import dev.parkway.service.ScenarioOptions;
import dev.parkway.service.ShowOptions;
import dev.parkway.service.TelemetryOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an operator sets at the client. */
final class ClientOptions {

    @Option(names = "--server", paramLabel = "HOST:PORT",
            defaultValue = "${env:PARKWAY_SERVER:-localhost:50051}",
            description = "The server, or any gRPC target; all servers that the name resolves to are used. Default: "
                    + "localhost:50051.")
    String server = "localhost:50051";

    @Mixin
    ChannelOptions channel = new ChannelOptions();

    @Option(names = "--connections", paramLabel = "N", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_CONNECTIONS:-1}",
            description = "How many connections to run. Default: 1.")
    int connections;

    @Option(names = "--sessions", paramLabel = "K", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_SESSIONS:-1}",
            description = "How many control sessions to spread over all servers of the name, at most one for each "
                    + "connection. Default: 1.")
    int sessions;

    @Option(names = "--parallel", paramLabel = "N", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_PARALLEL:-100}",
            description = "How many of them at a time; one in TIME_WAIT does not count. Default: 100.")
    int parallel;

    @Option(names = "--scenario", paramLabel = "NAME", defaultValue = "${env:PARKWAY_SCENARIO:-}",
            description = "What every connection does; see the command scenarios. Default: the scenario file's "
                    + "first, else client-closes-first.")
    String scenario = "";

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "${env:PARKWAY_PROFILE:-}",
            description = "lockstep: the sides alternate, as in the seed; rfc: only tokens that stand for "
                    + "segments. Default: lockstep if the scenario has it.")
    String profile = "";

    @Mixin
    ScenarioOptions scenarios = new ScenarioOptions();

    @Option(names = "--msl", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_MSL:-500ms}",
            description = "Maximum segment lifetime; TIME_WAIT lasts twice as long. Default: 500ms.")
    Duration msl = Duration.ofMillis(500);

    @Option(names = "--hold", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_HOLD:-0}",
            description = "How long a connection stays ESTABLISHED before it is closed, if it is this side that "
                    + "closes first; less than --wait-deadline, for the server waits so long. Default: 0.")
    Duration hold = Duration.ZERO;

    @Option(names = "--wait-deadline", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_WAIT_DEADLINE:-60s}",
            description = "How long a wait for one turn may last on either side; 0 for ever. Must be more than "
                    + "keepalive time, timeout and linger together. Default: 60s.")
    Duration waitDeadline = Duration.ofSeconds(60);

    @Option(names = "--retry-lost", defaultValue = "${env:PARKWAY_RETRY_LOST:-false}",
            description = "Open a fresh connection in place of each that was lost with its session or refused, as "
                    + "long as that gets any further. Default: no.")
    boolean retryLost;

    @Option(names = "--connect-timeout", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_CONNECT_TIMEOUT:-30s}",
            description = "How long to wait for a healthy server. Default: 30s.")
    Duration connectTimeout = Duration.ofSeconds(30);

    @Mixin
    ShowOptions show = new ShowOptions();

    @Mixin
    TerminalOptions terminal = new TerminalOptions();

    @Option(names = "--report", negatable = true, defaultValue = "${env:PARKWAY_REPORT:-true}",
            fallbackValue = "true",
            description = "Hand this side's records to the server's inspection. Default: yes.")
    boolean report = true;

    @Option(names = "--in-process",
            description = "Run both sides in this process, two threads and no gRPC: the seed itself.")
    boolean inProcess;

    @Option(names = "--stay", defaultValue = "${env:PARKWAY_STAY:-false}",
            description = "Stay, and stay inspectable, after the last connection. Default: no.")
    boolean stay;

    @Option(names = "--inspection-host", paramLabel = "HOST", defaultValue = "${env:PARKWAY_HOST:-127.0.0.1}",
            description = "The address on which this side can be inspected. Default: 127.0.0.1.")
    String inspectionHost = "127.0.0.1";

    @Option(names = "--inspection-port", paramLabel = "PORT", converter = PortConverter.class,
            defaultValue = "${env:PARKWAY_INSPECTION_PORT}",
            description = "The port on which this side can be inspected; 0 for a free one. Default: none.")
    Optional<Integer> inspectionPort = Optional.empty();

    @Mixin
    EndpointOptions endpoint = new EndpointOptions();

    @Option(names = "--journal", paramLabel = "N", converter = CountConverter.class,
            defaultValue = "${env:PARKWAY_JOURNAL:-10000}",
            description = "How many recent connections are kept for inspection. Default: 10000.")
    int journal;

    @Mixin
    KeepAliveOptions keepAlive = new KeepAliveOptions();

    @Mixin
    TelemetryOptions telemetry = new TelemetryOptions();

    @Mixin
    LogOptions log = new LogOptions();

    /** Returns how many sessions there are at a time. */
    int places() {
        return Math.min(sessions, connections);
    }

    /**
     * Reads the certificates.
     *
     * @throws IllegalArgumentException if flags do not go together or a file cannot be used: which, and why
     */
    Certificates certificates() {
        if (endpoint.healthPort().isPresent() && inspectionPort.isEmpty()) {
            throw new IllegalArgumentException(
                    "--health-port is set alone; allowed is it with --inspection-port");
        }
        // This, too, is refused before anything starts.
        AllowList _ = inspectors();
        return channel.certificates();
    }

    AllowList inspectors() {
        return endpoint.inspectors(channel.mutual());
    }
}
