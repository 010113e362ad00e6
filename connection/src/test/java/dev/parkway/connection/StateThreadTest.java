package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.parkway.parker.Peer;
import dev.parkway.script.Cause;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpState;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The turns are given beforehand, so the thread under test is the test's own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StateThreadTest {

    @Test
    void run_allTurnsGiven_recordsThenTellsThenUnparks() {
        LoneSide side = LoneSide.client();
        side.gate.give(Plots.LOCKSTEP.client().awaits());
        side.run(side.transcript());

        assertThat(side.events).containsExactly("begin", "CLOSED", "SYN_SENT", "!", "ESTABLISHED", "!",
                "FIN_WAIT_1", "!", "FIN_WAIT_2", "!", "TIME_WAIT", "!", "CLOSED", "ended completed",
                "finish");
        assertThat(side.records()).isEqualTo(Plots.LOCKSTEP.client().transitions());
        assertThat(side.history.transitions()).map(Transition::epochNanos)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(side.history.completed()).isTrue();
    }

    @Test
    void run_turnsRunAhead_recordsItsOwnCounts() {
        LoneSide side = new LoneSide(Plots.SIMULTANEOUS_CLOSE, Side.CLIENT);
        // All tokens are there before the first is taken: the records must not show it.
        side.gate.finish(Plots.SIMULTANEOUS_CLOSE.client().awaits());
        side.run(Observer.none());

        assertThat(side.records()).isEqualTo(Plots.SIMULTANEOUS_CLOSE.client().transitions());
    }

    @Test
    void run_waitsBeforeItsFirstTurn_tellsThePeerOfItself() {
        List<String> told = new ArrayList<>();
        LoneSide side = new LoneSide(Plots.LOCKSTEP, Side.SERVER);
        side.gate.give(Plots.LOCKSTEP.server().awaits());
        side.stateThread(new Peer() {
            @Override
            public void flush() {
                told.add("flush");
            }

            @Override
            public void unpark() {
                told.add("!");
            }

            @Override
            public void finish() {
                told.add("finish");
            }
        }, Observer.none(), Pace.none(), Duration.ZERO).run();

        assertThat(told).containsExactly("flush", "!", "!", "!", "!", "finish");
    }

    @Test
    void run_listenersRecordsThere_neitherMakesNorTellsThemAgain() {
        Listener listener = new Listener(new AtomicLong()::incrementAndGet, transition -> {});
        listener.open();
        LoneSide side = new LoneSide(listener.accept(LoneSide.NAME, Plots.LOCKSTEP));
        side.gate.give(Plots.LOCKSTEP.server().awaits());
        side.run(side.transcript());

        assertThat(side.events).startsWith("begin", "SYN_RCVD", "!", "ESTABLISHED");
        assertThat(side.records()).isEqualTo(Plots.LOCKSTEP.server().transitions());
    }

    @Test
    void run_timeWait_lastsTwoMslThoughThePeerFinishes() {
        LoneSide side = LoneSide.client();
        side.gate.finish(Plots.LOCKSTEP.client().awaits());
        long before = System.nanoTime();
        side.run(Observer.none(), Pace.none(), Duration.ofMillis(20));

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        assertThat(side.history.completed()).isTrue();
    }

    @Test
    void run_held_staysEstablishedSoLongBeforeItCloses() {
        LoneSide side = LoneSide.client();
        side.gate.give(Plots.LOCKSTEP.client().awaits());
        long before = System.nanoTime();
        side.holding(Duration.ofMillis(20)).run();

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        assertThat(side.records()).isEqualTo(Plots.LOCKSTEP.client().transitions());
    }

    @Test
    void run_heldButPeerCloses_isNotHeld() {
        // From ESTABLISHED it goes to CLOSE_WAIT, which is not for it to put off.
        LoneSide side = new LoneSide(Plots.LOCKSTEP, Side.SERVER);
        side.gate.give(Plots.LOCKSTEP.server().awaits());
        side.holding(Duration.ofDays(1)).run();

        assertThat(side.history.completed()).isTrue();
    }

    @Test
    void run_crash_isRecordedAndCountsGoOn() {
        LoneSide side = new LoneSide(Plots.SERVER_RESTART, Side.SERVER);
        side.gate.give(3);
        side.run(side.transcript());

        assertThat(side.last()).isEqualTo(new Transition(Side.SERVER, 5, TcpState.ESTABLISHED,
                TcpState.CLOSED, Cause.CRASH, null, 1, 2, 0));
        assertThat(side.events).endsWith("ESTABLISHED", "CLOSED", "!", "ended completed", "finish");
    }

    @Test
    void run_turnsThere_allocatesNothing() {
        List<StateThread> sides = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            LoneSide side = LoneSide.client();
            side.gate.finish(Plots.LOCKSTEP.client().awaits());
            // A peer that keeps no list.
            sides.add(
                    side.stateThread(new LocalPeer(side.gate, side.gate::finish), Observer.none(),
                            Pace.none(), Duration.ZERO));
        }
        sides.removeLast().run();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < sides.size(); i++) {
            sides.get(i).run();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        // What is left is the first calls' linking: there were 70,000 states and 90,000 turns.
        assertThat(bytes).isLessThan(20_000);
    }

    @Test
    void start_thread_isVirtualAndNamedAfterSideAndConnection() throws InterruptedException {
        Thread thread = LoneSide.client().stateThread(Observer.none(), Pace.none(), Duration.ZERO).start();

        assertThat(thread.isVirtual()).isTrue();
        assertThat(thread.getName()).isEqualTo("client 3f2a9c1d/7");
        thread.interrupt();
        thread.join();
    }
}
