package dev.parkway.parker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Turns: how they are given, taken and refused. */
final class TurnGateTest {

    private final TurnGate gate = new TurnGate();

    @AfterEach
    void clearInterruptStatus() {
        Thread.interrupted();
    }

    @Test
    void await_turnsGivenBefore_takesThemInOrder() {
        gate.give(1);
        gate.give(2);

        assertThat(gate.await(1)).isEqualTo(TurnResult.TURN_TAKEN);
        assertThat(gate.await(2)).isEqualTo(TurnResult.TURN_TAKEN);
        assertThat(gate.received()).isEqualTo(2);
        assertThat(gate.finalCount()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void await_turnGivenWhileWaiting_takesIt(ThreadKind kind) throws Exception {
        Caller<TurnResult> owner = Caller.parked(kind, () -> gate.await(2));

        gate.give(1);
        assertThat(owner.untilParked().isDone()).isFalse();
        gate.give(2);

        assertThat(owner.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void hold_timeOver_returnsNothing() {
        long before = System.nanoTime();

        assertThat(gate.hold(Duration.ofMillis(20))).isEmpty();

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        assertThat(gate.hold(Duration.ZERO)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void hold_turnsGivenMeanwhile_goesOnUntilTheGateIsEnded(ThreadKind kind) throws Exception {
        Caller<Optional<TurnResult>> owner = Caller.parked(kind, () -> gate.hold(Duration.ofHours(1)));

        gate.give(1);
        assertThat(owner.untilParked().isDone()).isFalse();
        gate.finish(2);
        assertThat(owner.untilParked().isDone()).isFalse();
        gate.end(TurnResult.SESSION_LOST);

        assertThat(owner.result()).contains(TurnResult.SESSION_LOST);
        assertThat(gate.await(2)).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void hold_interrupted_saysSoAndStaysSo() {
        Thread.currentThread().interrupt();

        assertThat(gate.hold(Duration.ofHours(1))).contains(TurnResult.INTERRUPTED);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void give_countNotAboveTheLast_changesNothing() throws Exception {
        gate.give(2);
        gate.give(1);
        gate.give(2);

        assertThat(gate.received()).isEqualTo(2);
        Caller<TurnResult> owner = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(3));
        gate.give(3);
        assertThat(owner.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void await_peerFinishedWithFewerTurns_saysPeerGoneAtOnce() {
        gate.finish(1);

        assertThat(gate.await(1)).isEqualTo(TurnResult.TURN_TAKEN);
        assertThat(gate.await(2)).isEqualTo(TurnResult.PEER_GONE);
        assertThat(gate.finalCount()).isEqualTo(1);
    }

    @Test
    void await_peerFinishedWithNoTurn_saysRefused() {
        gate.finish(0);

        assertThat(gate.await(1)).isEqualTo(TurnResult.REFUSED);
        assertThat(gate.finalCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void finish_whileWaiting_endsTheWait(ThreadKind kind) throws Exception {
        gate.give(1);
        Caller<TurnResult> owner = Caller.parked(kind, () -> gate.await(2));

        gate.finish(1);

        assertThat(owner.result()).isEqualTo(TurnResult.PEER_GONE);
    }

    @Test
    void finish_withTheAwaitedTurn_givesIt() throws Exception {
        Caller<TurnResult> owner = Caller.parked(ThreadKind.VIRTUAL, () -> gate.await(2));

        gate.finish(2);

        assertThat(owner.result()).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void finish_again_changesNothing() {
        gate.finish(1);
        gate.finish(2);

        assertThat(gate.finalCount()).isEqualTo(1);
        assertThat(gate.received()).isEqualTo(1);
    }

    static Stream<Arguments> everyKindAndCause() {
        return Stream.of(TurnResult.values()).filter(cause -> cause != TurnResult.TURN_TAKEN).flatMap(
                cause -> Stream.of(arguments(ThreadKind.PLATFORM, cause),
                        arguments(ThreadKind.VIRTUAL, cause)));
    }

    @ParameterizedTest
    @MethodSource("everyKindAndCause")
    void end_whileWaiting_endsThisWaitAndLaterOnes(ThreadKind kind, TurnResult cause) throws Exception {
        Caller<TurnResult> owner = Caller.parked(kind, () -> gate.await(1));

        gate.end(cause);

        assertThat(owner.result()).isEqualTo(cause);
        assertThat(gate.await(1)).isEqualTo(cause);
    }

    @Test
    void end_again_keepsTheFirstCause() {
        gate.end(TurnResult.SESSION_LOST);
        gate.end(TurnResult.DRAINED);

        assertThat(gate.await(1)).isEqualTo(TurnResult.SESSION_LOST);
    }

    @Test
    void end_byTurnTaken_isRefused() {
        assertThatThrownBy(() -> gate.end(TurnResult.TURN_TAKEN))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("turn taken");
    }

    @ParameterizedTest
    @EnumSource
    void await_interruptedWhileWaiting_saysSoAndKeepsTheStatus(ThreadKind kind) throws Exception {
        Caller<TurnResult> owner = Caller.parked(kind, () -> gate.await(1));

        owner.thread().interrupt();

        assertThat(owner.result()).isEqualTo(TurnResult.INTERRUPTED);
        assertThat(owner.interruptedAtEnd()).isTrue();
    }

    @Test
    void await_interruptedBefore_saysSoAndCostsNoTurn() {
        Thread.currentThread().interrupt();

        assertThat(gate.await(1)).isEqualTo(TurnResult.INTERRUPTED);

        assertThat(Thread.interrupted()).isTrue();
        gate.give(1);
        assertThat(gate.await(1)).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void await_everyReasonAtOnce_theFirstOfTheListWins() {
        Thread.currentThread().interrupt();
        assertThat(gate.await(1)).isEqualTo(TurnResult.INTERRUPTED);

        gate.end(TurnResult.DRAINED);
        assertThat(gate.await(1)).isEqualTo(TurnResult.DRAINED);

        gate.finish(1);
        assertThat(gate.await(2)).isEqualTo(TurnResult.PEER_GONE);
        assertThat(gate.await(1)).isEqualTo(TurnResult.TURN_TAKEN);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void await_anotherWaits_isRefusedAndCostsItNothing(ThreadKind kind) throws Exception {
        Caller<TurnResult> owner = Caller.parked(kind, () -> gate.await(1));
        gate.expireIfOverdue(0, 10);

        assertThatThrownBy(() -> gate.await(2)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Thread.currentThread().toString())
                .hasMessageContaining(owner.thread().toString());

        // The deadline is still that of the one who waits.
        gate.expireIfOverdue(10, 10);
        assertThat(owner.result()).isEqualTo(TurnResult.DEADLINE_PASSED);
    }

    @Test
    void toString_everyResult_isTheWordsOfTheSpecification() {
        assertThat(TurnResult.values()).extracting(TurnResult::toString).containsExactly("turn taken",
                "deadline passed", "interrupted", "peer gone", "refused", "session lost", "taken over",
                "drained");
    }
}
