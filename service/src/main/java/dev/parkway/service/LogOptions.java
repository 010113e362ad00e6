package dev.parkway.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Option;

/** How much is logged. Logs go to standard error, so that standard output is the transcript's alone. */
public final class LogOptions {

    /** What can be asked for. */
    public enum LogLevel {
        /** Every move of every connection. */
        debug,
        /** Sessions, and what the process does. */
        info,
        /** What somebody should look at. */
        warn,
        /** What went wrong for good. */
        error
    }

    @Option(names = "--log-level", paramLabel = "LEVEL", defaultValue = "${env:PARKWAY_LOG_LEVEL:-info}",
            description = "What is logged on standard error: ${COMPLETION-CANDIDATES}. Default: info.")
    private LogLevel level = LogLevel.info;

    /** Creates the options; picocli does. */
    public LogOptions() {}

    /** Puts them into force. */
    public void apply() {
        // grpc logs by java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level.name()));
    }
}
