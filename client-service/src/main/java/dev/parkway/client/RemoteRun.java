package dev.parkway.client;

import dev.parkway.connection.History;
import dev.parkway.connection.Observer;
import dev.parkway.control.Failure;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.Journal;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.service.Certificates;
import dev.parkway.service.ExitCode;
import dev.parkway.service.Terminal;
import dev.parkway.service.TlsTrouble;
import dev.parkway.service.Transcript;
import dev.parkway.telemetry.Telemetry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the client sides of connections to servers in other processes. */
final class RemoteRun {

    private static final Logger log = LoggerFactory.getLogger(RemoteRun.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** How a connection ends whose server has gone, or goes: none of its own doing. */
    private static final Set<TurnResult> LOST = EnumSet.of(
            TurnResult.SESSION_LOST, TurnResult.REFUSED, TurnResult.PEER_GONE);

    private final ClientOptions options;
    private final Scenario scenario;
    private final Journal journal;
    private final Certificates certificates;
    private final Transcript transcript;
    private final Tally tally;
    private final Watching watching;
    private final Traffic traffic = new Traffic();
    private final CountDownLatch told = new CountDownLatch(1);

    // Written by the thread that runs, read by the one that stops.
    private volatile @Nullable Sessions sessions;
    private volatile boolean stopping;

    RemoteRun(ClientOptions options, Scenario scenario, Journal journal, Certificates certificates,
            Telemetry telemetry) {
        this.options = options;
        this.scenario = scenario;
        this.journal = journal;
        this.certificates = certificates;
        watching = new Watching(telemetry, options.terminal.measures(options.connections));
        telemetry.count(traffic);
        transcript = options.show.transcript(this::label);
        tally = new Tally(options.parallel);
    }

    private Optional<String> label(History history) {
        if (!options.show.transcriptMode().prints(options.connections)) {
            return Optional.empty();
        }
        String side = Transcript.name(Side.CLIENT);
        if (options.connections == 1) {
            return Optional.of(side);
        }
        return Optional.of(side + " " + (options.places() == 1 ? history.name().number() : history.name()));
    }

    int run() throws InterruptedException {
        ServerChannels channels;
        try {
            channels = new ServerChannels(options, certificates, watching.telemetry());
        } catch (IllegalArgumentException e) {
            log.error(
                    "cannot read --server '{}': {}; allowed are HOST:PORT and what gRPC calls a target, as in "
                            + "dns:///HOST:PORT",
                    options.server, e.getMessage());
            return ExitCode.USAGE;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::stop));
        try (channels) {
            return run(channels);
        } finally {
            told.countDown();
            // A process that stays would keep all of which a server had not acknowledged the end.
            sessions = null;
        }
    }

    private int run(ServerChannels channels) throws InterruptedException {
        List<Observer> observers = new ArrayList<>(List.of(transcript, journal, tally));
        observers.addAll(watching.observers());
        SessionHost host = new SessionHost(options, scenario, channels, observers, watching, traffic);
        long begunNanos = System.nanoTime();
        int code;
        try (Progress _ = options.terminal.progress(tally, options.connections,
                options.show.transcriptMode().prints(options.connections))) {
            code = run(host);
        } catch (NoServerException e) {
            log.error("no healthy server at {} within {} ms: {}", options.server,
                    options.connectTimeout.toMillis(), e.getMessage());
            return ExitCode.SERVER_NOT_THERE;
        } catch (StatusRuntimeException e) {
            return codeOf(e);
        } finally {
            watching.measures().ifPresent(measures -> new RunSummary(options.connections,
                    Duration.ofNanos(System.nanoTime() - begunNanos), tally.outcomes(), host.verdicts())
                    .print(System.err, Terminal.coloursOfStandardError(), measures));
        }
        if (code == ExitCode.OK) {
            transcript.print("TCP connection disconnected");
        }
        return code;
    }

    private int codeOf(StatusRuntimeException failure) {
        Optional<TlsTrouble> trouble = TlsTrouble.of(failure);
        if (trouble.isPresent()) {
            log.error("no TLS with {}: {}", options.server, trouble.get());
            return ExitCode.NO_TLS;
        }
        log.error("{} did not open a session: {}", options.server, Failure.text(failure));
        return failure.getStatus().getCode() == Status.Code.UNAVAILABLE
                ? ExitCode.SERVER_NOT_THERE : ExitCode.SESSION_REFUSED;
    }

    /** Runs all connections; and with --retry-lost those that were lost once more, as long as that gets further. */
    private int run(SessionHost host) throws InterruptedException {
        host.awaitServers();
        Sessions all = new Sessions(host, tally, options.retryLost, options.parallel);
        sessions = all;
        all.open(options.places());
        if (stopping) {
            all.stop();
        }
        long begunNanos = System.nanoTime();
        long left = options.connections;
        while (left > 0) {
            long before = tally.completed();
            tally.run(left, all);
            left = options.retryLost && !stopping && tally.completed() > before ? retry() : 0;
        }
        all.finish();
        log(Duration.ofNanos(System.nanoTime() - begunNanos));
        // A server that shuts down once all is done takes nothing away.
        if (tally.completed() == options.connections && host.unfinished() == 0) {
            return ExitCode.OK;
        }
        if (all.failure().isPresent()) {
            throw all.failure().get();
        }
        return ExitCode.CONNECTIONS_FAILED;
    }

    /** Returns how many are to be run once more. */
    private long retry() {
        long lost = tally.retry(LOST);
        long left = options.connections - tally.ended();
        if (lost > 0) {
            log.info("{} connections were lost or refused, {} are to be opened", lost, left);
        }
        return lost > 0 ? left : 0;
    }

    /** Told to end early: connections end as lost, and the process lives until that has been said. */
    private void stop() {
        stopping = true;
        Sessions present = sessions;
        if (present != null) {
            present.stop();
            awaitTold();
        }
        // The process lives no longer than this: what was seen is to leave first.
        watching.telemetry().close();
    }

    private void awaitTold() {
        try {
            if (!told.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("told to end, and not all connections have left TIME_WAIT or a pace's hold");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void log(Duration took) {
        Map<String, Long> outcomes = tally.outcomes();
        long begun = tally.ended();
        if (begun < options.connections) {
            outcomes.put("not begun", options.connections - begun);
        }
        log.info("{} connections in {} ms: {}", options.connections, took.toMillis(), outcomes);
    }
}
