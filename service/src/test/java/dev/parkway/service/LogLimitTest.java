package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogLimitTest {

    private static final Logger OWN = (Logger) LoggerFactory.getLogger(LogLimit.class);

    private final AtomicLong nowNanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LogLimit limit = new LogLimit(nowNanos::get);

    @Test
    void decide_moreThanTheLimitInASecond_areLeftOutAndCounted() {
        limit.setLinesPerSecond(2);
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        OWN.addAppender(told);
        try {
            assertThat(decide(Level.INFO)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide(Level.ERROR)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide(Level.INFO)).isEqualTo(FilterReply.DENY);
            assertThat(decide(Level.WARN)).isEqualTo(FilterReply.DENY);
            assertThat(told.list).isEmpty();

            nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

            assertThat(decide(Level.INFO)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(told.list).singleElement()
                    .hasToString("[WARN] 2 lines were left out of the log");
        } finally {
            OWN.detachAppender(told);
        }
    }

    @Test
    void decide_debug_isNotLimited() {
        for (int i = 0; i < 10; i++) {
            assertThat(decide(Level.DEBUG)).isEqualTo(FilterReply.NEUTRAL);
        }
    }

    private FilterReply decide(Level level) {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(level);
        event.setLoggerName("somebody");
        return limit.decide(event);
    }
}
