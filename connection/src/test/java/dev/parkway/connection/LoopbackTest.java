package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.Parker;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LoopbackTest {

    private static final List<String> SEED = List.of("[Server] CLOSED", "[Server] LISTEN", "[Client] CLOSED",
            "[Client] SYN_SENT", "[Server] SYN_RCVD", "[Client] ESTABLISHED", "[Server] ESTABLISHED",
            "[Client] FIN_WAIT_1", "[Server] CLOSE_WAIT", "[Client] FIN_WAIT_2", "[Server] LAST_ACK",
            "[Client] TIME_WAIT", "[Server] CLOSED", "[Client] CLOSED", "TCP connection disconnected");

    private final EpochClock clock = new EpochClock();

    @Test
    void connect_lockstep_printsTheSeedsLinesRunAfterRun() throws InterruptedException {
        List<SeedRun> runs = new ArrayList<>();
        for (int run = 0; run < 200; run++) {
            runs.add(new SeedRun());
        }
        for (SeedRun run : runs) {
            assertThat(run.lines()).isEqualTo(SEED);
        }
    }

    @Test
    void connect_aHundredThousandLockstep_breaksNoOrder() throws InterruptedException {
        runMany(Plots.LOCKSTEP, 100_000);
    }

    @Test
    void connect_manySimultaneousCloses_breakNoOrder() throws InterruptedException {
        runMany(Plots.SIMULTANEOUS_CLOSE, 20_000);
    }

    @Test
    void connect_noOneListens_bothSidesRecordTheirOwnClosed() throws InterruptedException {
        LocalConnection connection = loopback(Plots.SIMULTANEOUS_OPEN, Pace.none()).connect();
        connection.join();

        assertThat(connection.history(Side.SERVER).shared()).isZero();
        assertConforms(connection, Plots.SIMULTANEOUS_OPEN);
    }

    @Test
    void connect_again_numbersConnectionsFromOne() throws InterruptedException {
        Loopback loopback = loopback(Plots.REFUSED, Pace.none());
        for (int number = 1; number <= 3; number++) {
            LocalConnection connection = loopback.connect();
            connection.join();
            assertThat(connection.history(Side.CLIENT).name()).hasToString("local/" + number);
            assertThat(connection.history(Side.SERVER).name()).hasToString("local/" + number);
        }
    }

    @Test
    void drain_allEndInTime_cutsNobodyShort() throws InterruptedException {
        Loopback loopback = loopback(Plots.LOCKSTEP, Pace.every(Duration.ofMillis(1)));
        List<LocalConnection> connections = List.of(loopback.connect(), loopback.connect());

        assertThat(loopback.drain(Duration.ofMinutes(1))).isZero();

        assertThat(connections).allMatch(LocalConnection::completed);
        assertThat(loopback.running()).isZero();
    }

    @Test
    void drain_heldByAPaceAndByEachOther_endsBothSidesAsDrained() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Pace forever = history -> {
            held.countDown();
            return Pace.every(Duration.ofDays(1)).hold(history);
        };
        LocalConnection connection = drained(new Loopback(Plots.LOCKSTEP, open(),
                new Conditions(Duration.ZERO, clock, Observer.none(), forever)), held);

        assertThat(connection.history(Side.CLIENT).transitions()).last()
                .hasToString("client 2: CLOSED -> CLOSED (drained)");
        assertThat(connection.history(Side.SERVER).transitions()).last()
                .hasToString("server 3: LISTEN -> CLOSED (drained)");
    }

    @Test
    void drain_inTimeWait_endsItAsDrained() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        Observer observer = history -> ordinal -> {
            if (history.transition(ordinal).to() == TcpState.TIME_WAIT) {
                waits.countDown();
            }
        };
        LocalConnection connection = drained(new Loopback(Plots.LOCKSTEP, open(),
                new Conditions(Duration.ofDays(1), clock, observer)), waits);

        assertThat(connection.history(Side.CLIENT).transitions()).last().asString()
                .endsWith("TIME_WAIT -> CLOSED (drained)");
    }

    /** Opens a connection that cannot end, lets it come as far as it can, and drains it without any time. */
    private static LocalConnection drained(Loopback loopback, CountDownLatch far)
            throws InterruptedException {
        LocalConnection connection = loopback.connect();
        far.await();
        assertThat(loopback.drain(Duration.ZERO)).isZero();
        connection.join();
        assertThat(connection.history(Side.CLIENT).outcome()).contains("drained");
        return connection;
    }

    @Test
    void connect_afterDrain_endsAtOnce() throws InterruptedException {
        Loopback loopback = loopback(Plots.LOCKSTEP, Pace.every(Duration.ofDays(1)));
        assertThat(loopback.drain(Duration.ZERO)).isZero();

        LocalConnection late = loopback.connect();
        late.join();

        assertThat(late.history(Side.CLIENT).outcome()).contains("drained");
        assertThat(late.history(Side.SERVER).outcome()).contains("drained");
        assertThat(loopback.running()).isZero();
    }

    @Test
    void connect_clientHeldByHand_movesOneStepAtATime() throws InterruptedException {
        Parker held = new Parker();
        Parker step = new Parker();
        Pace byHand = history -> {
            if (history.side() == Side.SERVER) {
                return true;
            }
            held.unparker().unpark();
            try {
                step.park();
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
        LocalConnection connection = loopback(Plots.LOCKSTEP, byHand).connect();
        for (int move = 1; move < Plots.LOCKSTEP.client().states(); move++) {
            held.park();
            assertThat(connection.history(Side.CLIENT).size()).isEqualTo(move);
            // The server, whom nobody holds, waits for the client's tokens all the same.
            assertThat(connection.history(Side.SERVER).size()).isLessThanOrEqualTo(move + 1);
            step.unparker().unpark();
        }
        connection.join();

        assertConforms(connection, Plots.LOCKSTEP);
    }

    @Test
    void interrupt_oneSide_endsBothWithTheirCauses() throws InterruptedException {
        Parker reached = new Parker();
        Listener listener = new Listener(clock, transition -> {});
        listener.open();
        Observer observer = history -> ordinal -> {
            if (history.transition(ordinal).to() == TcpState.TIME_WAIT) {
                reached.unparker().unpark();
            }
        };
        LocalConnection connection = new Loopback(Plots.SIMULTANEOUS_CLOSE, listener,
                new Conditions(Duration.ofDays(1), clock, observer)).connect();
        reached.park();
        connection.interrupt(Side.CLIENT);
        connection.interrupt(Side.SERVER);
        connection.join();

        assertThat(connection.completed()).isFalse();
        assertThat(connection.history(Side.CLIENT).outcome()).contains("interrupted");
        assertThat(connection.history(Side.CLIENT).state()).contains(TcpState.CLOSED);
        assertThat(connection.history(Side.SERVER).outcome()).contains("interrupted");
    }

    @Test
    void join_oneSideFails_theOtherSeesItsPeerGone() throws InterruptedException {
        Listener listener = new Listener(clock, transition -> {});
        listener.open();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        List<Throwable> reported = Collections.synchronizedList(new ArrayList<>());
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        try {
            Observer failing = history -> ordinal -> {
                if (history.side() == Side.CLIENT && ordinal == 3) {
                    throw new IllegalStateException("full");
                }
            };
            LocalConnection connection = new Loopback(Plots.LOCKSTEP, listener,
                    new Conditions(Duration.ZERO, clock, failing)).connect();
            connection.join();

            assertThat(connection.history(Side.CLIENT).outcome()).contains("internal error");
            assertThat(connection.history(Side.SERVER).outcome()).contains("peer gone");
            assertThat(reported).singleElement().satisfies(e -> assertThat(e).hasMessage("full"));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private void runMany(Scenario scenario, int count) throws InterruptedException {
        Loopback loopback = loopback(scenario, Pace.none());
        List<LocalConnection> running = new ArrayList<>();
        for (int started = 0; started < count;) {
            for (; running.size() < 1_000; started++) {
                running.add(loopback.connect());
            }
            for (LocalConnection connection : running) {
                connection.join();
                assertConforms(connection, scenario);
            }
            running.clear();
        }
    }

    private Loopback loopback(Scenario scenario, Pace pace) {
        return new Loopback(scenario, open(),
                new Conditions(Duration.ZERO, clock, Observer.none(), pace));
    }

    private Listener open() {
        Listener listener = new Listener(clock, transition -> {});
        listener.open();
        return listener;
    }

    /** Both sides did what their scripts say, and no record is timed before one that it depends on. */
    private static void assertConforms(LocalConnection connection, Scenario scenario) {
        List<Transition> client = connection.history(Side.CLIENT).transitions();
        List<Transition> server = connection.history(Side.SERVER).transitions();
        if (!connection.completed() || !LoneSide.timeless(client).equals(scenario.client().transitions())
                || !LoneSide.timeless(server).equals(scenario.server().transitions())) {
            throw new AssertionError("client " + client + ", server " + server);
        }
        for (Transition one : client) {
            for (Transition other : server) {
                assertInTime(one, other);
                assertInTime(other, one);
            }
        }
    }

    private static void assertInTime(Transition one, Transition other) {
        if (one.happensBefore(other) && one.epochNanos() > other.epochNanos()) {
            throw new AssertionError(one + " is timed after " + other);
        }
    }

    /** The seed's program, running. */
    private final class SeedRun {

        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final LocalConnection connection;

        SeedRun() {
            Listener listener = new Listener(clock, transition -> lines.add("[Server] " + transition.to()));
            listener.open();
            Observer transcript = history -> {
                String side = history.side() == Side.CLIENT ? "[Client] " : "[Server] ";
                return ordinal -> lines.add(side + history.transition(ordinal).to());
            };
            // Happens-before leaves the two last states open; 2MSL settles them, here as in the seed.
            connection = new Loopback(Plots.LOCKSTEP, listener,
                    new Conditions(Duration.ofSeconds(1), clock, transcript)).connect();
        }

        List<String> lines() throws InterruptedException {
            connection.join();
            lines.add("TCP connection disconnected");
            assertThat(connection.completed()).isTrue();
            return lines;
        }
    }
}
