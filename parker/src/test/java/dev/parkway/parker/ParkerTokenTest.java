package dev.parkway.parker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The token: how it comes, stays and is taken. */
final class ParkerTokenTest {

    private final Parker parker = new Parker();

    @ParameterizedTest
    @EnumSource
    void poll_newParker_timesOut(PollForm form) throws Exception {
        assertThat(form.poll(parker)).isEqualTo(UnparkReason.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void poll_tokenThere_takesItOnce(PollForm form) throws Exception {
        parker.unparker().unpark();

        assertThat(form.poll(parker)).isEqualTo(UnparkReason.UNPARKED);
        assertThat(form.poll(parker)).isEqualTo(UnparkReason.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void park_tokenThere_takesItOnce(ParkForm form) throws Exception {
        parker.unparker().unpark();

        assertThat(form.park(parker)).isEqualTo(UnparkReason.UNPARKED);
        assertThat(parker.park(Duration.ZERO)).isEqualTo(UnparkReason.TIMEOUT);
    }

    @Test
    void unpark_repeatedBeforePark_isOneToken() throws Exception {
        for (int i = 0; i < 3; i++) {
            parker.unparker().unpark();
        }

        assertThat(parker.park(Duration.ZERO)).isEqualTo(UnparkReason.UNPARKED);
        assertThat(parker.park(Duration.ZERO)).isEqualTo(UnparkReason.TIMEOUT);
    }

    @Test
    void unpark_afterTokenWasTaken_bringsANewOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            parker.unparker().unpark();
            parker.park();
        }

        assertThat(parker.park(Duration.ZERO)).isEqualTo(UnparkReason.TIMEOUT);
    }

    @Test
    void park_timedOutBefore_leavesTheNextTokenAlone() throws Exception {
        parker.park(Duration.ZERO);
        parker.unparker().unpark();

        assertThat(parker.park(Duration.ZERO)).isEqualTo(UnparkReason.UNPARKED);
    }

    @Test
    void unparker_askedTwice_isTheSameHandle() {
        assertThat(parker.unparker()).isSameAs(parker.unparker());
    }

    @Test
    void unpark_fromManyThreads_isOneToken() throws Exception {
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(parker.unparker()::unpark);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(parker.park(Duration.ZERO)).isEqualTo(UnparkReason.UNPARKED);
        assertThat(parker.park(Duration.ZERO)).isEqualTo(UnparkReason.TIMEOUT);
    }

    @Test
    void toString_always_saysTokenAndThread() {
        assertThat(parker).hasToString("Parker[no token]");
        assertThat(parker.unparker()).hasToString("Unparker of Parker[no token]");

        parker.unparker().unpark();

        assertThat(parker).hasToString("Parker[token]");
    }
}
