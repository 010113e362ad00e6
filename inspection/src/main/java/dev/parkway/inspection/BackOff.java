package dev.parkway.inspection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time up to a limit, and less than that by chance,
 * so that many who were cut off together do not come back together. For one thread.
 */
final class BackOff {

    static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    static final long LAST_NANOS = Duration.ofSeconds(5).toNanos();

    private final RandomGenerator random;
    private long nanos = FIRST_NANOS;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** Returns how long to wait after one more failure: more than half the time, in nanoseconds. */
    long nextNanos() {
        long wait = nanos - random.nextLong(nanos / 2);
        nanos = Math.min(2 * nanos, LAST_NANOS);
        return wait;
    }

    /** Takes notice of a success. */
    void reset() {
        nanos = FIRST_NANOS;
    }
}
