package dev.parkway.parker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread at a time: a second one is refused, a later one is welcome. */
final class ParkerOwnerTest {

    private final Parker parker = new Parker();

    @ParameterizedTest
    @EnumSource
    void park_anotherIsParked_isRefusedNamingBoth(ThreadKind kind) throws Exception {
        Caller<UnparkReason> earlier = Caller
                .start(kind, "earlier", () -> parker.park(Duration.ofDays(1))).untilParked();

        Caller<UnparkReason> later = Caller
                .start(kind, "later", () -> parker.park(Duration.ofDays(1)));

        assertThat(later.failure()).isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("park by .*\\blater\\b.*, but .*\\bearlier\\b.* is parked");
        assertThat(earlier.untilParked().isDone()).isFalse();
        parker.unparker().unpark();
        assertThat(earlier.result()).isEqualTo(UnparkReason.UNPARKED);
    }

    @ParameterizedTest
    @EnumSource
    void poll_anotherIsParked_isRefused(PollForm form) throws Exception {
        Caller<UnparkReason> earlier = Caller.parked(ThreadKind.VIRTUAL,
                () -> parker.park(Duration.ofDays(1)));

        assertThatThrownBy(() -> form.poll(parker)).isInstanceOf(IllegalStateException.class);

        parker.unparker().unpark();
        assertThat(earlier.result()).isEqualTo(UnparkReason.UNPARKED);
    }

    @Test
    void park_interruptedWhileAnotherIsParked_isRefusedAndStaysInterrupted() throws Exception {
        Caller<UnparkReason> earlier = Caller.parked(ThreadKind.VIRTUAL,
                () -> parker.park(Duration.ofDays(1)));
        Thread.currentThread().interrupt();

        try {
            assertThatThrownBy(parker::park).isInstanceOf(IllegalStateException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        parker.unparker().unpark();
        assertThat(earlier.result()).isEqualTo(UnparkReason.UNPARKED);
    }

    @Test
    void park_tokenCameForAThreadNotYetAwake_cannotBeTakenByAnother() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        UnparkReason[] reason = new UnparkReason[1];
        // Held inside its park, after it has said that it waits and before it sees the token.
        Thread sleeper = new Thread(() -> {
            try {
                reason[0] = parker.park(Duration.ofNanos(1));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                done.countDown();
            }
        }) {
            @Override
            public boolean isInterrupted() {
                asleep.countDown();
                await(wake);
                return super.isInterrupted();
            }
        };
        sleeper.setDaemon(true);
        sleeper.start();
        await(asleep);
        parker.unparker().unpark();

        assertThatThrownBy(() -> parker.park(Duration.ZERO)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another thread, which has just been unparked, is parked");
        assertThat(parker).hasToString("Parker[token for the thread that is parked]");

        wake.countDown();
        await(done);
        assertThat(reason[0]).isEqualTo(UnparkReason.UNPARKED);
    }

    /** As when there is no memory left for a timer. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void park_jdkCannotPark_leavesTheParkerAsItFoundIt(boolean tokenComes) throws Exception {
        StackOverflowError failure = new StackOverflowError("on purpose");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread unable = new Thread(() -> {
            try {
                parker.park(Duration.ofDays(1));
                thrown.complete(new AssertionError("it parked"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        }) {
            @Override
            public boolean isInterrupted() {
                if (tokenComes) {
                    parker.unparker().unpark();
                }
                throw failure;
            }
        };
        unable.setDaemon(true);
        unable.start();

        assertThat(thrown.get(30, TimeUnit.SECONDS)).isSameAs(failure);
        assertThat(parker.park(Duration.ZERO))
                .isEqualTo(tokenComes ? UnparkReason.UNPARKED : UnparkReason.TIMEOUT);
        assertThat(parker).hasToString("Parker[no token]");
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = Thread.interrupted();
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void park_afterAnotherThreadTookAToken_isWelcome(ThreadKind kind) throws Exception {
        for (int i = 0; i < 3; i++) {
            Caller<UnparkReason> caller = Caller.parked(kind, () -> parker.park(Duration.ofDays(1)));
            parker.unparker().unpark();
            assertThat(caller.result()).isEqualTo(UnparkReason.UNPARKED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void park_afterAnotherThreadGaveUp_isWelcome(ThreadKind kind) throws Exception {
        assertThat(Caller.start(kind, () -> parker.park(Duration.ofNanos(1))).result())
                .isEqualTo(UnparkReason.TIMEOUT);
        Caller<UnparkReason> interrupted = Caller.parked(kind, () -> parker.park(Duration.ofDays(1)));
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);

        Caller<UnparkReason> next = Caller.parked(kind, () -> parker.park(Duration.ofDays(1)));
        parker.unparker().unpark();

        assertThat(next.result()).isEqualTo(UnparkReason.UNPARKED);
    }

    @Test
    void park_byTheThreadThatUnparks_takesItsOwnToken() throws Exception {
        parker.unparker().unpark();

        assertThat(parker.park(Duration.ofDays(1))).isEqualTo(UnparkReason.UNPARKED);
    }
}
