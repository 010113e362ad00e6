package dev.parkway.parker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Interrupts: they end a wait, and never cost a token. */
final class ParkerInterruptTest {

    private final Parker parker = new Parker();

    @AfterEach
    void clearInterruptStatus() {
        Thread.interrupted();
    }

    static Stream<Arguments> everyKindAndForm() {
        return Arrays.stream(ThreadKind.values())
                .flatMap(kind -> Arrays.stream(ParkForm.values()).map(form -> arguments(kind, form)));
    }

    @ParameterizedTest
    @EnumSource
    void park_interruptedBefore_throwsAndClearsTheStatus(ParkForm form) {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> form.park(parker)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(parker).hasToString("Parker[no token]");
    }

    @ParameterizedTest
    @EnumSource
    void poll_interruptedBefore_throwsRatherThanTimesOut(PollForm form) {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> form.poll(parker)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyKindAndForm")
    void park_interruptedWhileWaiting_throwsAndClearsTheStatus(ThreadKind kind, ParkForm form)
            throws Exception {
        Caller<UnparkReason> caller = Caller.parked(kind, () -> form.park(parker));

        caller.thread().interrupt();

        assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
        assertThat(caller.interruptedAtEnd()).isFalse();
        assertThat(parker).hasToString("Parker[no token]");
    }

    @ParameterizedTest
    @EnumSource
    void park_tokenAndInterruptThere_takesTheTokenAndKeepsTheStatus(ParkForm form) throws Exception {
        parker.unparker().unpark();
        Thread.currentThread().interrupt();

        assertThat(form.park(parker)).isEqualTo(UnparkReason.UNPARKED);

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(parker).hasToString("Parker[no token]");
    }

    @ParameterizedTest
    @EnumSource
    void poll_tokenAndInterruptThere_takesTheTokenAndKeepsTheStatus(PollForm form) throws Exception {
        parker.unparker().unpark();
        Thread.currentThread().interrupt();

        assertThat(form.poll(parker)).isEqualTo(UnparkReason.UNPARKED);

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyKindAndForm")
    void park_unparkedThenInterruptedWhileWaiting_takesTheToken(ThreadKind kind, ParkForm form)
            throws Exception {
        Caller<UnparkReason> caller = Caller.parked(kind, () -> form.park(parker));

        parker.unparker().unpark();
        caller.thread().interrupt();

        assertThat(caller.result()).isEqualTo(UnparkReason.UNPARKED);
    }

    @ParameterizedTest
    @EnumSource
    void park_interruptedThenUnparkedWhileWaiting_losesNoToken(ThreadKind kind) throws Exception {
        Caller<UnparkReason> caller = Caller.parked(kind, () -> parker.park(Duration.ofDays(1)));

        caller.thread().interrupt();
        parker.unparker().unpark();

        // Either may win; the token is there afterwards exactly if the interrupt did.
        boolean interruptWon = caller.failure() instanceof InterruptedException;
        assertThat(parker.park(Duration.ZERO) == UnparkReason.UNPARKED).isEqualTo(interruptWon);
        assertThat(caller.interruptedAtEnd()).isEqualTo(!interruptWon);
    }

    @ParameterizedTest
    @EnumSource
    void park_afterAnInterruptedOne_waitsForTheNextToken(ThreadKind kind) throws Exception {
        Caller<UnparkReason> caller = Caller.start(kind, () -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(parker::park).isInstanceOf(InterruptedException.class);
            return parker.park(Duration.ofDays(1));
        });
        caller.untilParked();

        parker.unparker().unpark();

        assertThat(caller.result()).isEqualTo(UnparkReason.UNPARKED);
    }
}
