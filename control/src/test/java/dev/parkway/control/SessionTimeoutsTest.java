package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SessionTimeoutsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void backOff_byDefault_growsFromAFewTensOfMillisToTwoSeconds() {
        IntervalFunction backOff = new SessionTimeouts(SECOND).backOff();

        assertThat(backOff.apply(1)).isBetween(25L, 75L);
        assertThat(backOff.apply(20)).isBetween(1_000L, 2_000L);
    }

    @Test
    void backOff_shortLongestPause_isNeverLonger() {
        IntervalFunction backOff = new SessionTimeouts(SECOND, SECOND, Duration.ofMillis(1)).backOff();

        for (int time = 1; time < 20; time++) {
            assertThat(backOff.apply(time)).isBetween(0L, 1L);
        }
    }

    @Test
    void timeouts_outOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionTimeouts(SECOND.negated()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionTimeouts(SECOND, SECOND, Duration.ofNanos(999_999)));
    }
}
