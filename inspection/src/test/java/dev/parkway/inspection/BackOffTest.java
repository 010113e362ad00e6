package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackOffTest {

    private final BackOff backOff = new BackOff(new Random(7));

    @Test
    void nextNanos_failureAfterFailure_doublesUpToTheLimit() {
        long longest = BackOff.FIRST_NANOS;
        for (int failure = 1; failure <= 20; failure++) {
            assertThat(backOff.nextNanos()).isGreaterThan(longest / 2).isLessThanOrEqualTo(longest);
            longest = Math.min(2 * longest, BackOff.LAST_NANOS);
        }
        assertThat(longest).isEqualTo(BackOff.LAST_NANOS);
    }

    @Test
    void nextNanos_afterASuccess_beginsAnew() {
        for (int failure = 1; failure <= 20; failure++) {
            var _ = backOff.nextNanos();
        }
        backOff.reset();

        assertThat(backOff.nextNanos()).isLessThanOrEqualTo(BackOff.FIRST_NANOS);
    }
}
