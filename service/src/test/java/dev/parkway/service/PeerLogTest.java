package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class PeerLogTest {

    @Test
    void warn_moreThanASecondHolds_leavesOutAndCounts() {
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        Logger logger = (Logger) LoggerFactory.getLogger(PeerLog.class);
        logger.addAppender(told);
        logger.setAdditive(false);
        try {
            AtomicLong clockNanos = new AtomicLong(Long.MAX_VALUE);
            PeerLog log = new PeerLog(clockNanos::get);
            for (int i = 0; i < 1_000; i++) {
                log.warn("peer {}", i);
            }
            assertThat(told.list).hasSize(PeerLog.LINES_PER_SECOND);

            clockNanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            log.warn("peer {}", 1_000);

            assertThat(told.list).extracting(ILoggingEvent::getFormattedMessage)
                    .endsWith("990 more lines about peers were left out", "peer 1000")
                    .hasSize(PeerLog.LINES_PER_SECOND + 2);
        } finally {
            logger.detachAppender(told);
            logger.setAdditive(true);
        }
    }
}
