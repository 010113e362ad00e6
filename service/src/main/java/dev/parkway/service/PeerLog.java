package dev.parkway.service;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Lines about peers, of which there are only so many a second however many peers there are. */
final class PeerLog {

    private static final Logger log = LoggerFactory.getLogger(PeerLog.class);

    static final int LINES_PER_SECOND = 10;

    private final LinesPerSecond lines;

    PeerLog() {
        this(System::nanoTime);
    }

    PeerLog(LongSupplier clockNanos) {
        lines = new LinesPerSecond(clockNanos, LINES_PER_SECOND);
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
        long missed = lines.take();
        if (missed > 0) {
            log.warn("{} more lines about peers were left out", missed);
        }
        if (missed >= 0) {
            log.atLevel(level).log(format, facts);
        }
    }
}
