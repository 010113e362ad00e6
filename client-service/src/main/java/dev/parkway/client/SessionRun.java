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
import dev.parkway.inspection.TransitionReporter;
import dev.parkway.parker.Parker;
import dev.parkway.parker.Peer;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.service.MoveLog;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session of a run: connections begin on it until it is retired, and it is finished when they have ended. */
final class SessionRun {

    private static final Logger log = LoggerFactory.getLogger(SessionRun.class);

    /** A server that is there, and busy; longer than the longest pause between two streams of reports. */
    private static final Duration BUSY = Duration.ofSeconds(10);
    /** One that has gone, as it seems. */
    private static final Duration GONE = Duration.ofSeconds(2);

    private final ClientOptions options;
    private final Scenario scenario;
    private final ClientSession session;
    private final String address;
    private final Optional<TransitionReporter> reporter;
    private final Conditions conditions;
    private final AtomicLong running = new AtomicLong();
    private volatile boolean retired;
    private volatile Runnable whenOneHasEnded = () -> {};
    /** One thread at a time waits here: for the retirement, then for the last connection. */
    private final Parker news = new Parker();

    /**
     * Prepares connections on a session.
     *
     * @param address of the session's own server
     * @param channel to it
     * @param observers who looks at all connections of the run
     */
    SessionRun(ClientOptions options, Scenario scenario, ClientSession session, String address,
            Channel channel,
            List<Observer> observers, Watching watching) {
        this.options = options;
        this.scenario = scenario;
        this.session = session;
        this.address = address;
        reporter = options.report
                ? Optional.of(new TransitionReporter(channel, session.id(), options.msl.multipliedBy(2),
                        TransitionReporter.DEFAULT_BACKLOG))
                : Optional.empty();
        List<Observer> all = new ArrayList<>(observers);
        reporter.ifPresent(all::add);
        reporter.ifPresent(each -> watching.telemetry().countReports(each::dropped));
        all.add(new MoveLog());
        conditions = new Conditions(options.msl.multipliedBy(2), new EpochClock(), Observer.all(all),
                options.show.pace(), options.hold, watching.timers());
        var _ = session.ended().thenRun(this::retire);
    }

    ClientSession session() {
        return session;
    }

    /** Where its server said it is when it opened the session. */
    String address() {
        return address;
    }

    /** Begins a connection and does not wait; says no if the session takes no more, or has so many. Any thread. */
    boolean begin(long most) {
        boolean begun = false;
        try {
            if (running.incrementAndGet() <= most && takes()) {
                ControlConnection connection = session.connect();
                ConnectionName name = new ConnectionName(connection.session(), connection.number());
                History history = new History(name, scenario, Side.CLIENT);
                Thread _ = new StateThread(history, connection.gate(),
                        new Counted(connection, this::hasEnded),
                        conditions)
                        .start();
                begun = true;
            }
            return begun;
        } finally {
            if (!begun) {
                oneLess();
            }
        }
    }

    /** How many connections have begun here and not ended. */
    long running() {
        return running.get();
    }

    boolean takes() {
        // Its connections end, and make room, before it has ended itself.
        return !retired && !session.isOver();
    }

    /** Has no more connections begin. Any thread, any number of times. */
    void retire() {
        retired = true;
        news.unparker().unpark();
    }

    void awaitRetired() throws InterruptedException {
        while (!retired) {
            news.park();
        }
    }

    /** Has somebody told after each connection that has ended, on its thread. Set before the first begins. */
    void whenOneHasEnded(Runnable action) {
        whenOneHasEnded = action;
    }

    private void hasEnded() {
        oneLess();
        whenOneHasEnded.run();
    }

    private void oneLess() {
        if (running.decrementAndGet() == 0 && retired) {
            news.unparker().unpark();
        }
    }

    /** Waits until the connections of a retired session have ended on both sides, as far as they will, and ends it. */
    void finish() throws InterruptedException {
        while (running.get() > 0) {
            news.park();
        }
        if (reporter.isPresent()) {
            // While the session is there to prove whose records they are.
            boolean taken = reporter.get().close(session.isOver() ? GONE : BUSY);
            if (!taken || reporter.get().dropped() > 0) {
                log.atWarn().addKeyValue("session", session.name()).log(
                        "{}: the server's inspection lacks records of {} connections", session,
                        reporter.get().dropped());
            }
        }
        SessionEnd end = session.finish(finishTimeout());
        if (session.resumed() > 0) {
            log.atInfo().addKeyValue("session", session.name()).log("{} was resumed {} times", session,
                    session.resumed());
        }
        if (!end.orderly()) {
            log.atError().addKeyValue("session", session.name()).log("{}: the session ended early: {}",
                    session, end);
        }
    }

    /** Every wait ends by itself, within its deadline; without one there is no telling how long it may take. */
    private Duration finishTimeout() {
        Duration longest = options.waitDeadline.isZero() ? Duration.ofDays(365) : options.waitDeadline;
        return longest.multipliedBy(scenario.server().awaits() + 1L);
    }

    /** Behind its end, which is behind all that observers are told, there is one connection less. */
    record Counted(Peer connection, Runnable oneLess) implements Peer {

        @Override
        public void unpark() {
            connection.unpark();
        }

        @Override
        public void flush() {
            connection.flush();
        }

        @Override
        public void finish() {
            try {
                connection.finish();
            } finally {
                oneLess.run();
            }
        }
    }
}
