package dev.parkway.parker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deadlines and pauses; the clock is the test's own. */
final class TurnGateDeadlineTest {

    private static final long DEADLINE = 100;

    private final TurnGate gate = new TurnGate();

    @AfterEach
    void clearInterruptStatus() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @EnumSource
    void expire_waitOverdue_endsIt(ThreadKind kind) throws Exception {
        Caller<TurnResult> owner = Caller.parked(kind, () -> gate.await(1));

        gate.expireIfOverdue(0, DEADLINE);
        gate.expireIfOverdue(DEADLINE - 1, DEADLINE);
        assertThat(owner.untilParked().isDone()).isFalse();
        gate.expireIfOverdue(DEADLINE, DEADLINE);

        assertThat(owner.result()).isEqualTo(TurnResult.DEADLINE_PASSED);
    }

    @Test
    void expire_waitMetForTheFirstTime_startsItsTime() throws Exception {
        gate.expireIfOverdue(0, DEADLINE);
        Caller<TurnResult> owner = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));

        gate.expireIfOverdue(1_000 * DEADLINE, DEADLINE);

        assertThat(owner.untilParked().isDone()).isFalse();
        gate.expireIfOverdue(1_001 * DEADLINE, DEADLINE);
        assertThat(owner.result()).isEqualTo(TurnResult.DEADLINE_PASSED);
    }

    @Test
    void expire_clockWrapsAround_comparesBySubtraction() throws Exception {
        Caller<TurnResult> owner = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));

        gate.expireIfOverdue(Long.MAX_VALUE - 1, DEADLINE);
        gate.expireIfOverdue(Long.MIN_VALUE, DEADLINE);
        assertThat(owner.untilParked().isDone()).isFalse();
        gate.expireIfOverdue(Long.MIN_VALUE + DEADLINE, DEADLINE);

        assertThat(owner.result()).isEqualTo(TurnResult.DEADLINE_PASSED);
    }

    @Test
    void expire_nobodyWaits_doesNotTouchTheNextWait() throws Exception {
        gate.expireIfOverdue(0, DEADLINE);
        gate.expireIfOverdue(DEADLINE, DEADLINE);

        Caller<TurnResult> owner = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.give(1);

        assertThat(owner.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void expire_turnGivenAtTheSameTime_theTurnWins() throws Exception {
        Caller<TurnResult> owner = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.expireIfOverdue(0, DEADLINE);

        gate.give(1);
        gate.expireIfOverdue(DEADLINE, DEADLINE);

        assertThat(owner.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void expire_earlierTurnWasOverdue_theNextTurnHasItsFullTime() throws Exception {
        Caller<TurnResult> first = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.expireIfOverdue(0, DEADLINE);
        gate.give(1);
        first.result();

        Caller<TurnResult> second = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(2));
        gate.expireIfOverdue(DEADLINE, DEADLINE);

        assertThat(second.untilParked().isDone()).isFalse();
        gate.give(2);
        assertThat(second.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void expire_sameTurnAwaitedAgainBetweenTwoRounds_hasItsFullTime() throws Exception {
        Caller<TurnResult> first = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.expireIfOverdue(0, DEADLINE);
        first.thread().interrupt();
        first.result();

        Caller<TurnResult> second = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.expireIfOverdue(DEADLINE, DEADLINE);

        assertThat(second.untilParked().isDone()).isFalse();
        gate.give(1);
        assertThat(second.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void expire_sameTurnAwaitedAgainAfterItsDeadline_waitsAnew() throws Exception {
        Caller<TurnResult> first = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.expireIfOverdue(0, DEADLINE);
        gate.expireIfOverdue(DEADLINE, DEADLINE);
        assertThat(first.result()).isEqualTo(TurnResult.DEADLINE_PASSED);

        Caller<TurnResult> second = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.give(1);

        assertThat(second.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void expire_endedAndOverdue_theCauseWins() throws Exception {
        Caller<TurnResult> owner = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(1));
        gate.expireIfOverdue(0, DEADLINE);

        gate.end(TurnResult.TAKEN_OVER);
        gate.expireIfOverdue(DEADLINE, DEADLINE);

        assertThat(owner.result()).isEqualTo(TurnResult.TAKEN_OVER);
    }

    @ParameterizedTest
    @EnumSource
    void pause_everythingElseHappens_endsByTimeAlone(ThreadKind kind) throws Exception {
        Duration time = Duration.ofMillis(20);
        long startNanos = System.nanoTime();
        Caller<Boolean> owner = Caller.start(kind, () -> gate.pause(time));

        gate.give(1);
        gate.finish(2);
        gate.end(TurnResult.SESSION_LOST);
        gate.expireIfOverdue(0, 0);
        gate.expireIfOverdue(1, 0);
        LockSupport.unpark(owner.thread());

        assertThat(owner.result()).isTrue();
        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(time.toNanos());
        assertThat(gate.await(2)).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @ParameterizedTest
    @EnumSource
    void pause_turnsComeMeanwhile_keepsWaiting(ThreadKind kind) throws Exception {
        Caller<Boolean> owner = Caller.parked(kind, () -> gate.pause(Duration.ofSeconds(Long.MAX_VALUE)));

        for (int turn = 1; turn <= 100; turn++) {
            gate.give(turn);
            owner.untilParked();
        }
        gate.finish(100);
        gate.end(TurnResult.DRAINED);

        assertThat(owner.untilParked().isDone()).isFalse();
        owner.thread().interrupt();
        assertThat(owner.result()).isFalse();
        assertThat(owner.interruptedAtEnd()).isTrue();
    }

    @Test
    void pause_noTime_returnsAtOnceEvenIfInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(gate.pause(Duration.ZERO)).isTrue();
        assertThat(gate.pause(Duration.ofSeconds(Long.MIN_VALUE))).isTrue();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void pause_interruptedBefore_saysSo() {
        Thread.currentThread().interrupt();

        assertThat(gate.pause(Duration.ofDays(1))).isFalse();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
