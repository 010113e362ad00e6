package dev.parkway.client;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Observer;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.SessionEnd;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.TransitionReporter;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.service.MoveLog;
import dev.parkway.service.Transcript;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs connections on one session, to the end of both. */
final class SessionRun {

    private static final Logger log = LoggerFactory.getLogger(SessionRun.class);

    /** A server that is there, and busy; longer than the longest pause between two streams of reports. */
    private static final Duration BUSY = Duration.ofSeconds(10);
    /** One that has gone, as it seems. */
    private static final Duration GONE = Duration.ofSeconds(2);

    private final ClientOptions options;
    private final Scenario scenario;
    private final ClientSession session;
    private final Tally tally;
    private final Optional<TransitionReporter> reporter;
    private final Conditions conditions;

    SessionRun(ClientOptions options, Scenario scenario, ClientSession session, Channel channel,
            Journal journal, Transcript transcript, Tally tally, Watching watching) {
        this.options = options;
        this.scenario = scenario;
        this.session = session;
        this.tally = tally;
        reporter = options.report
                ? Optional.of(new TransitionReporter(channel, session.id(), options.msl.multipliedBy(2),
                        TransitionReporter.DEFAULT_BACKLOG))
                : Optional.empty();
        List<Observer> observers = new ArrayList<>(List.of(transcript, journal));
        reporter.ifPresent(observers::add);
        observers.add(new MoveLog());
        observers.add(tally);
        observers.addAll(watching.observers());
        reporter.ifPresent(each -> watching.telemetry().countReports(each::dropped));
        conditions = new Conditions(options.msl.multipliedBy(2), new EpochClock(), Observer.all(observers),
                options.show.pace(), options.hold, watching.timers());
    }

    /** Runs so many connections, fewer if the session ends before they have begun. */
    SessionEnd run(long connections) throws InterruptedException {
        tally.run(connections, this::begin);
        if (reporter.isPresent()) {
            // While the session is there to prove whose records they are.
            boolean taken = reporter.get().close(session.ended().isDone() ? GONE : BUSY);
            if (!taken || reporter.get().dropped() > 0) {
                log.atWarn().addKeyValue("session", session.name()).log(
                        "the server's inspection lacks records of {} connections", reporter.get().dropped());
            }
        }
        SessionEnd end = session.finish(finishTimeout());
        if (session.resumed() > 0) {
            log.atInfo().addKeyValue("session", session.name()).log("{} was resumed {} times", session,
                    session.resumed());
        }
        return end;
    }

    private void begin() {
        if (session.ended().isDone()) {
            tally.beginNoMore();
        }
        ControlConnection connection = session.connect();
        ConnectionName name = new ConnectionName(connection.session(), connection.number());
        History history = new History(name, scenario, Side.CLIENT);
        Thread _ = new StateThread(history, connection.gate(), connection, conditions).start();
    }

    /** Every wait ends by itself, within its deadline; without one there is no telling how long it may take. */
    private Duration finishTimeout() {
        Duration longest = options.waitDeadline.isZero() ? Duration.ofDays(365) : options.waitDeadline;
        return longest.multipliedBy(scenario.server().awaits() + 1L);
    }
}
