package dev.parkway.client;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Observer;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.Failure;
import dev.parkway.control.SessionEnd;
import dev.parkway.control.SessionTerms;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.TransitionReporter;
import dev.parkway.service.ExitCode;
import dev.parkway.service.MoveLog;
import dev.parkway.service.Transcript;
import dev.parkway.tcp.Scenario;
import dev.parkway.tcp.Side;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the client sides of connections to a server in another process. */
final class RemoteRun {

    private static final Logger log = LoggerFactory.getLogger(RemoteRun.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final Duration REPORT_GRACE = Duration.ofSeconds(5);

    private final ClientOptions options;
    private final Scenario scenario;
    private final Journal journal;
    private final Transcript transcript;
    private final Tally tally;

    RemoteRun(ClientOptions options, Scenario scenario, Journal journal) {
        this.options = options;
        this.scenario = scenario;
        this.journal = journal;
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
            channel = ServerChannel.to(options);
        } catch (IllegalArgumentException e) {
            log.error(
                    "cannot read --server '{}': {}; allowed are HOST:PORT and what gRPC calls a target, as in "
                            + "dns:///HOST:PORT",
                    options.server, e.getMessage());
            return ExitCode.USAGE;
        }
        try {
            long begunNanos = System.nanoTime();
            if (!ServerHealth.awaitServing(channel, options.connectTimeout)) {
                log.error("no healthy server at {} within {} ms", options.server,
                        options.connectTimeout.toMillis());
                return ExitCode.SERVER_NOT_THERE;
            }
            Duration left = options.connectTimeout.minusNanos(System.nanoTime() - begunNanos);
            return run(ClientSession.open(channel, terms(), scenario.client().awaits(), left), channel);
        } catch (StatusRuntimeException e) {
            log.error("{} did not open a session: {}", options.server, Failure.text(e));
            return e.getStatus().getCode() == Status.Code.UNAVAILABLE
                    ? ExitCode.SERVER_NOT_THERE : ExitCode.SESSION_REFUSED;
        } finally {
            channel.shutdownNow();
        }
    }

    private SessionTerms terms() {
        return new SessionTerms(scenario.name(), scenario.profile().toString(), scenario.digest(),
                options.waitDeadline, options.connections);
    }

    private int run(ClientSession session, ManagedChannel channel) throws InterruptedException {
        log.info("{} opened with instance {} at {}", session, session.instance(), session.address());
        CountDownLatch told = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(
                Thread.ofPlatform().name("shutdown").unstarted(() -> stop(session, told)));
        Optional<TransitionReporter> reporter = options.report
                ? Optional
                        .of(new TransitionReporter(channel, session.id(), TransitionReporter.DEFAULT_BACKLOG))
                : Optional.empty();
        long begunNanos = System.nanoTime();
        runAll(session, conditions(reporter));
        if (reporter.isPresent()) {
            // While the session is there to prove whose records they are.
            boolean taken = reporter.get().close(REPORT_GRACE);
            if (!taken || reporter.get().dropped() > 0) {
                log.warn("the server's inspection lacks records of {} connections", reporter.get().dropped());
            }
        }
        SessionEnd end = session.finish(finishTimeout());
        log(end, Duration.ofNanos(System.nanoTime() - begunNanos));
        told.countDown();
        // A server that shuts down once all is done takes nothing away.
        if (tally.completed() == options.connections && session.unfinished() == 0) {
            transcript.print("TCP connection disconnected");
            return ExitCode.OK;
        }
        return ExitCode.CONNECTIONS_FAILED;
    }

    /** Told to end early: connections end as lost, and the process lives until that has been said. */
    private static void stop(ClientSession session, CountDownLatch told) {
        session.close();
        try {
            if (!told.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("told to end, and not all connections have left TIME_WAIT or a pace's hold");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Conditions conditions(Optional<TransitionReporter> reporter) {
        List<Observer> observers = new ArrayList<>(List.of(transcript, journal));
        reporter.ifPresent(observers::add);
        observers.add(new MoveLog());
        observers.add(tally);
        return new Conditions(options.msl.multipliedBy(2), new EpochClock(), Observer.all(observers),
                options.show.pace());
    }

    private void runAll(ClientSession session, Conditions conditions) throws InterruptedException {
        for (int i = 0; i < options.connections && !session.ended().isDone(); i++) {
            tally.enter();
            ControlConnection connection = session.connect();
            ConnectionName name = new ConnectionName(connection.session(), connection.number());
            History history = new History(name, scenario, Side.CLIENT);
            Thread _ = new StateThread(history, connection.gate(), connection, conditions).start();
        }
        tally.awaitAllEnded();
    }

    /** Every wait ends by itself, within its deadline; without one there is no telling how long it may take. */
    private Duration finishTimeout() {
        Duration longest = options.waitDeadline.isZero() ? Duration.ofDays(365) : options.waitDeadline;
        return longest.multipliedBy(scenario.server().awaits() + 1L);
    }

    private void log(SessionEnd end, Duration took) {
        Map<String, Long> outcomes = tally.outcomes();
        long begun = outcomes.values().stream().mapToLong(Long::longValue).sum();
        if (begun < options.connections) {
            outcomes.put("not begun", options.connections - begun);
        }
        log.info("{} connections in {} ms: {}", options.connections, took.toMillis(), outcomes);
        if (!end.orderly()) {
            log.error("the session ended early: {}", end);
        }
    }
}
