package dev.parkway.service;

import dev.parkway.connection.ConnectionName;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs what ends a thread that nobody has foreseen, with its connection's name if it is a state thread. */
final class UncaughtLog implements Thread.UncaughtExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(UncaughtLog.class);

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        LoggingEventBuilder line = log.atError().setCause(failure);
        Optional<ConnectionName> connection = connection(thread.getName());
        if (connection.isPresent()) {
            line = line.addKeyValue("connection", connection.get())
                    .addKeyValue("session", connection.get().session());
        }
        line.log("thread {} has failed", thread.getName());
    }

    /** State threads are named after their side and their connection. */
    private static Optional<ConnectionName> connection(String thread) {
        try {
            return Optional.of(ConnectionName.parse(thread.substring(thread.indexOf(' ') + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
