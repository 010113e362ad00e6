package dev.parkway.service;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many lines a second there may be, whoever causes them. Any thread may ask. */
final class LinesPerSecond {

    private final LongSupplier nanoTime;
    private final int allowed;
    // All guarded by this.
    private long secondBegunNanos;
    private int lines;
    private long leftOut;

    LinesPerSecond(LongSupplier nanoTime, int allowed) {
        this.nanoTime = nanoTime;
        this.allowed = allowed;
        secondBegunNanos = nanoTime.getAsLong();
    }

    /** Returns how many lines were left out before this one, or less than 0 if this one is left out, too. */
    synchronized long take() {
        long nowNanos = nanoTime.getAsLong();
        if (nowNanos - secondBegunNanos >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegunNanos = nowNanos;
            lines = 0;
        }
        if (lines == allowed) {
            leftOut++;
            return -1;
        }
        lines++;
        long missed = leftOut;
        leftOut = 0;
        return missed;
    }
}
