package dev.parkway.client;

import dev.parkway.connection.History;
import dev.parkway.control.ClientSession;
import dev.parkway.control.Failure;
import dev.parkway.control.SessionEnd;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.Inspector;
import dev.parkway.inspection.Journal;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.service.Certificates;
import dev.parkway.service.ExitCode;
import dev.parkway.service.TlsTrouble;
import dev.parkway.service.Transcript;
import dev.parkway.telemetry.Telemetry;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the client sides of connections to a server in another process. */
final class RemoteRun {

    private static final Logger log = LoggerFactory.getLogger(RemoteRun.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final Duration INSPECTION_PATIENCE = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

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
    private volatile @Nullable ClientSession session;
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
        return Optional.of(options.connections == 1 ? side : side + " " + history.name().number());
    }

    int run() throws InterruptedException {
        ManagedChannel channel;
        try {
            channel = ServerChannel.to(options, certificates, watching.telemetry());
        } catch (IllegalArgumentException e) {
            log.error(
                    "cannot read --server '{}': {}; allowed are HOST:PORT and what gRPC calls a target, as in "
                            + "dns:///HOST:PORT",
                    options.server, e.getMessage());
            return ExitCode.USAGE;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::stop));
        try {
            return run(channel);
        } catch (StatusRuntimeException e) {
            Optional<TlsTrouble> trouble = TlsTrouble.of(e);
            if (trouble.isPresent()) {
                log.error("no TLS with {}: {}", options.server, trouble.get());
                return ExitCode.NO_TLS;
            }
            log.error("{} did not open a session: {}", options.server, Failure.text(e));
            return e.getStatus().getCode() == Status.Code.UNAVAILABLE
                    ? ExitCode.SERVER_NOT_THERE : ExitCode.SESSION_REFUSED;
        } finally {
            // The half-close of a session that ended early is to be heard, and why there was no TLS.
            channel.shutdown();
            boolean _ = channel.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            channel.shutdownNow();
            told.countDown();
            // A process that stays would keep all of which the server had not acknowledged the end.
            session = null;
        }
    }

    /** Runs one session; and with --retry-lost further ones, as long as each of them gets further. */
    private int run(ManagedChannel channel) throws InterruptedException {
        long begunNanos = System.nanoTime();
        Map<String, Long> verdicts = new TreeMap<>();
        try (Progress _ = options.terminal.progress(tally, options.connections,
                options.show.transcriptMode().prints(options.connections))) {
            return run(channel, begunNanos, verdicts);
        } finally {
            watching.measures().ifPresent(measures -> new RunSummary(options.connections,
                    Duration.ofNanos(System.nanoTime() - begunNanos), tally.outcomes(), verdicts)
                    .print(System.err, Terminal.coloursOfStandardError(), measures));
        }
    }

    private int run(ManagedChannel channel, long begunNanos, Map<String, Long> verdicts)
            throws InterruptedException {
        long left = options.connections;
        boolean inOrder;
        boolean again;
        do {
            Optional<ClientSession> opened = open(channel);
            if (opened.isEmpty()) {
                return ExitCode.SERVER_NOT_THERE;
            }
            long before = tally.completed();
            SessionRun run = new SessionRun(options, scenario, opened.get(), channel, journal, transcript,
                    tally, watching);
            SessionEnd end = run.run(left);
            watching.telemetry().sessionEnded(opened.get().name());
            log(end, Duration.ofNanos(System.nanoTime() - begunNanos));
            if (watching.measures().isPresent()) {
                verdicts(channel, opened.get().name()).forEach(
                        (verdict, count) -> verdicts.merge(verdict, count, Long::sum));
            }
            inOrder = opened.get().unfinished() == 0;
            again = options.retryLost && !stopping && tally.completed() > before && mayRetry(end);
            if (again) {
                long lost = tally.retry(LOST);
                left = options.connections - tally.ended();
                again = left > 0;
                if (again) {
                    log.info("{} connections were lost or refused, {} are to be opened", lost, left);
                }
            }
        } while (again);
        // A server that shuts down once all is done takes nothing away.
        if (tally.completed() == options.connections && inOrder) {
            transcript.print("TCP connection disconnected");
            return ExitCode.OK;
        }
        return ExitCode.CONNECTIONS_FAILED;
    }

    /** Asks the server, which has both sides' records, what its checker says of them; nothing if it cannot be asked. */
    private Map<String, Long> verdicts(ManagedChannel channel, String name) {
        try {
            return options.report ? new Inspector(channel, INSPECTION_PATIENCE).verdicts(name) : Map.of();
        } catch (StatusRuntimeException e) {
            log.debug("the server's inspection cannot be asked: {}", Failure.text(e));
            return Map.of();
        }
    }

    private static boolean mayRetry(SessionEnd end) {
        return !end.cause().equals(Optional.of(TurnResult.TAKEN_OVER));
    }

    private Optional<ClientSession> open(ManagedChannel channel) throws InterruptedException {
        long begunNanos = System.nanoTime();
        Optional<String> notServing = ServerHealth.whyNotServing(channel, options.connectTimeout);
        if (notServing.isPresent()) {
            log.error("no healthy server at {} within {} ms: {}", options.server,
                    options.connectTimeout.toMillis(), notServing.get());
            return Optional.empty();
        }
        Duration left = options.connectTimeout.minusNanos(System.nanoTime() - begunNanos);
        SessionTimeouts timeouts = new SessionTimeouts(
                left.isNegative() ? Duration.ZERO : left, options.keepAlive.linger());
        watching.telemetry().sessionOpening();
        ClientSession opened = ClientSession.open(channel, terms(), scenario.client().awaits(), timeouts,
                traffic);
        log.atInfo().addKeyValue("session", opened.name()).log("{} opened with instance {} at {}", opened,
                opened.instance(), opened.address());
        watching.telemetry().sessionOpened(opened.name());
        session = opened;
        if (stopping) {
            opened.close();
        }
        return Optional.of(opened);
    }

    private SessionTerms terms() {
        return new SessionTerms(scenario.name(), scenario.profile().toString(), scenario.digest(),
                options.waitDeadline, options.connections);
    }

    /** Told to end early: connections end as lost, and the process lives until that has been said. */
    private void stop() {
        stopping = true;
        ClientSession present = session;
        if (present == null) {
            return;
        }
        present.close();
        try {
            if (!told.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("told to end, and not all connections have left TIME_WAIT or a pace's hold");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void log(SessionEnd end, Duration took) {
        Map<String, Long> outcomes = tally.outcomes();
        long begun = tally.ended();
        if (begun < options.connections) {
            outcomes.put("not begun", options.connections - begun);
        }
        log.info("{} connections in {} ms: {}", options.connections, took.toMillis(), outcomes);
        if (!end.orderly()) {
            log.error("the session ended early: {}", end);
        }
    }
}
