package dev.parkway.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Lets only so many lines a second into the log, so that nobody fills a disk from outside; how many were left out
 * is said with the next that is not. What is below info was asked for by the operator and passes.
 */
public final class LogLimit extends Filter<ILoggingEvent> {

    private final LongSupplier nanoTime;
    // All guarded by this.
    private int linesPerSecond = 1;
    private long secondBegunNanos;
    private int lines;
    private long leftOut;

    /** Creates a limit of one line; logback does, and sets another. */
    public LogLimit() {
        this(System::nanoTime);
    }

    LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        secondBegunNanos = nanoTime.getAsLong();
    }

    /**
     * Sets the limit.
     *
     * @param count lines a second
     */
    public synchronized void setLinesPerSecond(int count) {
        linesPerSecond = count;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.INFO) || event.getLoggerName().equals(name())) {
            return FilterReply.NEUTRAL;
        }
        long missed = take();
        if (missed > 0) {
            LoggerFactory.getLogger(name()).warn("{} lines were left out of the log", missed);
        }
        return missed < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static String name() {
        return LogLimit.class.getName();
    }

    /** Returns how many lines were left out before this one, or less than 0 if this one is left out, too. */
    private synchronized long take() {
        long nowNanos = nanoTime.getAsLong();
        if (nowNanos - secondBegunNanos >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegunNanos = nowNanos;
            lines = 0;
        }
        if (lines == linesPerSecond) {
            leftOut++;
            return -1;
        }
        lines++;
        long missed = leftOut;
        leftOut = 0;
        return missed;
    }
}
