package dev.parkway.parker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Waiting: what ends it, what does not, and what it costs. */
final class ParkerWaitTest {

    private final Parker parker = new Parker();

    static Stream<Arguments> everyKindAndForm() {
        return Arrays.stream(ThreadKind.values())
                .flatMap(kind -> Arrays.stream(ParkForm.values()).map(form -> arguments(kind, form)));
    }

    @ParameterizedTest
    @MethodSource("everyKindAndForm")
    void park_unparkedWhileWaiting_takesTheToken(ThreadKind kind, ParkForm form) throws Exception {
        Caller<UnparkReason> caller = Caller.parked(kind, () -> form.park(parker));

        parker.unparker().unpark();

        assertThat(caller.result()).isEqualTo(UnparkReason.UNPARKED);
        assertThat(parker).hasToString("Parker[no token]");
    }

    @ParameterizedTest
    @MethodSource("everyKindAndForm")
    void park_wokenForNoReason_waitsOn(ThreadKind kind, ParkForm form) throws Exception {
        Caller<UnparkReason> caller = Caller.parked(kind, () -> form.park(parker));

        for (int i = 0; i < 100; i++) {
            LockSupport.unpark(caller.thread());
            caller.untilParked();
        }

        assertThat(caller.isDone()).isFalse();
        parker.unparker().unpark();
        assertThat(caller.result()).isEqualTo(UnparkReason.UNPARKED);
    }

    @ParameterizedTest
    @EnumSource
    void park_noTokenInTime_timesOutAndNotEarly(ThreadKind kind) throws Exception {
        Duration timeout = Duration.ofMillis(2);
        long startNanos = System.nanoTime();

        Caller<UnparkReason> caller = Caller.start(kind, () -> parker.park(timeout));

        assertThat(caller.result()).isEqualTo(UnparkReason.TIMEOUT);
        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(timeout.toNanos());
        assertThat(parker).hasToString("Parker[no token]");
    }

    @ParameterizedTest
    @EnumSource
    void park_manyRounds_noneIsLost(ThreadKind kind) throws Exception {
        Parker echo = new Parker();
        int rounds = 2_000;
        Caller<Integer> caller = Caller.start(kind, () -> {
            for (int i = 0; i < rounds; i++) {
                parker.park();
                echo.unparker().unpark();
            }
            return rounds;
        });

        for (int i = 0; i < rounds; i++) {
            parker.unparker().unpark();
            assertThat(echo.park(Duration.ofSeconds(30))).isEqualTo(UnparkReason.UNPARKED);
        }

        assertThat(caller.result()).isEqualTo(rounds);
    }

    @ParameterizedTest
    @MethodSource("everyKindAndForm")
    void park_waiting_parkerIsTheBlocker(ThreadKind kind, ParkForm form) throws Exception {
        Caller<UnparkReason> caller = Caller.parked(kind, () -> form.park(parker));

        assertThat(LockSupport.getBlocker(caller.thread())).isSameAs(parker);
        assertThat(parker).hasToString("Parker[no token, parked " + caller.thread() + "]");

        parker.unparker().unpark();
        caller.result();
        assertThat(LockSupport.getBlocker(caller.thread())).isNull();
    }

    @Test
    void park_waiting_threadDumpNamesTheParker() throws Exception {
        Caller<UnparkReason> caller = Caller.parked(ThreadKind.PLATFORM, () -> ParkForm.UNTIMED.park(parker));

        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(caller.thread().threadId());

        assertThat(info.getLockInfo().getClassName()).isEqualTo(Parker.class.getName());
        assertThat(info.getLockInfo().getIdentityHashCode()).isEqualTo(System.identityHashCode(parker));
        parker.unparker().unpark();
        caller.result();
    }

    @ParameterizedTest
    @EnumSource
    void park_waitingLong_usesNoProcessor(ParkForm form) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Caller<UnparkReason> caller = Caller.parked(ThreadKind.PLATFORM, () -> form.park(parker));
        long id = caller.thread().threadId();

        // Measured against this thread's own use, not against the clock: a busy machine slows both.
        long waiterBefore = threads.getThreadCpuTime(id);
        long before = threads.getCurrentThreadCpuTime();
        while (threads.getCurrentThreadCpuTime() - before < 100_000_000) {
            Thread.onSpinWait();
        }
        long waiterUsedNanos = threads.getThreadCpuTime(id) - waiterBefore;

        assertThat(waiterUsedNanos).isLessThan(10_000_000);
        parker.unparker().unpark();
        caller.result();
    }
}
