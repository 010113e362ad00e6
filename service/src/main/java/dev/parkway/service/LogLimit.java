package dev.parkway.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Lets only so many lines a second into the log, so that nobody fills a disk from outside; how many were left out
 * is said with the next that is not. What is below info was asked for by the operator and passes.
 */
public final class LogLimit extends Filter<ILoggingEvent> {

    private final LongSupplier nanoTime;
    private volatile LinesPerSecond lines;

    /** Creates a limit of one line; logback does, and sets another. */
    public LogLimit() {
        this(System::nanoTime);
    }

    LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        lines = new LinesPerSecond(nanoTime, 1);
    }

    /**
     * Sets the limit.
     *
     * @param count lines a second
     */
    public void setLinesPerSecond(int count) {
        lines = new LinesPerSecond(nanoTime, count);
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.INFO) || event.getLoggerName().equals(name())) {
            return FilterReply.NEUTRAL;
        }
        long missed = lines.take();
        if (missed > 0) {
            LoggerFactory.getLogger(name()).warn("{} lines were left out of the log", missed);
        }
        return missed < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static String name() {
        return LogLimit.class.getName();
    }
}
