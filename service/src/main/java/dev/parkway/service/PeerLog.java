package dev.parkway.service;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Lines about peers, of which there are only so many a second however many peers there are. */
final class PeerLog {

    private static final Logger log = LoggerFactory.getLogger(PeerLog.class);

    static final int LINES_PER_SECOND = 10;

    private final LongSupplier clockNanos;
    // Guarded by this.
    private long secondBegunNanos;
    private int lines;
    private long leftOut;

    PeerLog() {
        this(System::nanoTime);
    }

    PeerLog(LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
        secondBegunNanos = clockNanos.getAsLong();
    }

    void warn(String format, Object... facts) {
        tell(Level.WARN, format, facts);
    }

    void info(String format, Object... facts) {
        tell(Level.INFO, format, facts);
    }

    private void tell(Level level, String format, Object... facts) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        long missed = take();
        if (missed > 0) {
            log.warn("{} more lines about peers were left out", missed);
        }
        if (missed >= 0) {
            log.atLevel(level).log(format, facts);
        }
    }

    /** Returns how many lines were left out before this one, or less than 0 if this one is left out, too. */
    private synchronized long take() {
        long nowNanos = clockNanos.getAsLong();
        if (nowNanos - secondBegunNanos >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegunNanos = nowNanos;
            lines = 0;
        }
        if (lines == LINES_PER_SECOND) {
            leftOut++;
            return -1;
        }
        lines++;
        long missed = leftOut;
        leftOut = 0;
        return missed;
    }
}
