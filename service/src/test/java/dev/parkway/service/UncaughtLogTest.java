package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class UncaughtLogTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(UncaughtLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
    }

    @Test
    void failure_ofAStateThread_isNamedAfterItsConnection() {
        new UncaughtLog().uncaughtException(new Thread("server 3f2a9c1d/7"),
                new IllegalStateException("on purpose"));
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).isEqualTo("thread server 3f2a9c1d/7 has failed");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("on purpose");
            assertThat(line.getKeyValuePairs()).extracting(pair -> pair.key + "=" + pair.value)
                    .containsExactlyInAnyOrder("connection=3f2a9c1d/7", "session=3f2a9c1d");
        });
    }

    @Test
    void failure_ofAnotherThread_isLoggedAsWell() {
        new UncaughtLog().uncaughtException(new Thread("reports of 3f2a9c1d"), new IllegalStateException());
        List<ILoggingEvent> seen = lines.list;
        assertThat(seen).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).isEqualTo("thread reports of 3f2a9c1d has failed");
            assertThat(line.getKeyValuePairs()).isNullOrEmpty();
        });
    }
}
