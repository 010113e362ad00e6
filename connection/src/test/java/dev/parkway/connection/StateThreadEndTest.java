package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import dev.parkway.script.Cause;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a wait ends without its turn. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StateThreadEndTest {

    private static final int TURNS = Plots.LOCKSTEP.client().awaits();

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @EnumSource(names = {"SESSION_LOST", "TAKEN_OVER", "DRAINED"})
    void run_gateEnded_goesFromEachStateToClosedWithThatCause(TurnResult cause) {
        for (int turns = 0; turns < TURNS; turns++) {
            LoneSide side = LoneSide.client();
            side.gate.give(turns);
            side.gate.end(cause);
            side.run(side.transcript());

            assertEndedBy(side, cause, turns);
        }
    }

    @Test
    void run_sessionEndsWhileItIsHeld_endsAtOnceWithThatCause() throws InterruptedException {
        LoneSide side = LoneSide.client();
        side.gate.give(2);
        Thread thread = side.holding(Duration.ofDays(1)).start();
        side.gate.end(TurnResult.SESSION_LOST);
        thread.join();

        assertThat(side.last()).isEqualTo(new Transition(Side.CLIENT, 4, TcpState.ESTABLISHED,
                TcpState.CLOSED, new Cause.Ended(TurnResult.SESSION_LOST.toString()), TcpEdge.X11, 2, 2, 0));
    }

    @Test
    void run_peerFinishesEarly_peerGone() {
        for (int turns = 1; turns < TURNS; turns++) {
            LoneSide side = LoneSide.client();
            side.gate.finish(turns);
            side.run(side.transcript());

            assertEndedBy(side, TurnResult.PEER_GONE, turns);
        }
    }

    @Test
    void run_peerFinishesBeforeAnyTurn_refused() {
        LoneSide side = LoneSide.client();
        side.gate.finish(0);
        side.run(side.transcript());

        assertEndedBy(side, TurnResult.REFUSED, 0);
    }

    @Test
    void run_interruptedWhileItWaits_interrupted() {
        LoneSide side = LoneSide.client();
        side.gate.give(1);
        Thread.currentThread().interrupt();
        side.run(side.transcript());

        // The turn that was there is taken first: an interrupt eats no token.
        assertEndedBy(side, TurnResult.INTERRUPTED, 1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void run_interruptedInTimeWait_leavesItByTheInterrupt() {
        LoneSide side = LoneSide.client();
        side.gate.give(TURNS);
        Thread.currentThread().interrupt();
        side.run(side.transcript(), Pace.none(), Duration.ofDays(1));

        assertEndedBy(side, TurnResult.INTERRUPTED, TURNS);
        assertThat(side.last().from()).isEqualTo(TcpState.TIME_WAIT);
    }

    @Test
    void run_waitOverdue_deadlinePassed() throws InterruptedException {
        LoneSide side = LoneSide.client();
        Thread thread = side.stateThread(side.transcript(), Pace.none(), Duration.ZERO).start();
        for (long nowNanos = 1; thread.isAlive(); nowNanos++) {
            side.gate.expireIfOverdue(nowNanos, 1);
            Thread.onSpinWait();
        }
        thread.join();

        assertEndedBy(side, TurnResult.DEADLINE_PASSED, 0);
    }

    @Test
    void run_endAfterTheLastState_isRecordedAsWell() {
        LoneSide side = new LoneSide(Plots.REFUSED, Side.SERVER);
        side.gate.end(TurnResult.DRAINED);
        side.run(Observer.none());

        assertThat(side.last()).isEqualTo(new Transition(Side.SERVER, 2, TcpState.CLOSED, TcpState.CLOSED,
                new Cause.Ended("drained"), TcpEdge.X11, 0, 0, 0));
    }

    private static void assertEndedBy(LoneSide side, TurnResult cause, int turns) {
        assertThat(side.history.outcome()).contains(cause.toString());
        Transition last = side.last();
        assertThat(last.to()).isEqualTo(TcpState.CLOSED);
        assertThat(last.edge()).isEqualTo(TcpEdge.X11);
        assertThat(last.cause()).isEqualTo(new Cause.Ended(cause.toString()));
        assertThat(last.received()).isEqualTo(turns);
        assertThat(side.events).endsWith("CLOSED", "ended " + cause, "finish").containsOnlyOnce("finish");
        assertThat(side.events.stream().filter("!"::equals)).hasSize(last.sent());
        int before = side.history.size() - 1;
        assertThat(side.records().subList(0, before))
                .isEqualTo(Plots.LOCKSTEP.client().transitions().subList(0, before));
    }
}
