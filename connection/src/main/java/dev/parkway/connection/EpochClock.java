package dev.parkway.connection;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Nanoseconds since 1970 that never step back: the time of day when it was created, carried on by the clock
 * that measures durations. It does not follow later corrections of the time of day.
 */
public final class EpochClock implements LongSupplier {

    private final long offsetNanos;

    /** Creates a clock that shows the time of day. */
    public EpochClock() {
        Instant now = Instant.now();
        offsetNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    @Override
    public long getAsLong() {
        return System.nanoTime() + offsetNanos;
    }
}
