package dev.parkway.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.function.Consumer;
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

    /** What a line looks like. */
    public enum LogFormat {
        /** For people. */
        text,
        /** For machines: an object a line, session and connection among its fields. */
        json
    }

    @Option(names = "--log-format", paramLabel = "FORMAT", defaultValue = "${env:PARKWAY_LOG_FORMAT:-text}",
            description = "What a line of the log looks like: ${COMPLETION-CANDIDATES}. Default: text.")
    private LogFormat format = LogFormat.text;

    /** Creates the options; picocli does. */
    public LogOptions() {}

    /** Puts them into force. */
    public void apply() {
        // grpc logs by java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Thread.setDefaultUncaughtExceptionHandler(new UncaughtLog());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level wanted = Level.toLevel(level.name());
        root.setLevel(wanted);
        for (Logger logger : root.getLoggerContext().getLoggerList()) {
            // One with a level of its own does not look at the root's. It may tell less than is asked for, never more.
            if (logger.getLevel() != null && !logger.getLevel().isGreaterOrEqual(wanted)) {
                logger.setLevel(wanted);
            }
        }
        if (format == LogFormat.json) {
            forEachAppender(root, LogOptions::writeJson);
        } else if (Terminal.erasesOnStandardError()) {
            forEachAppender(root, LogOptions::clearTheLine);
        }
    }

    private static void forEachAppender(Logger root, Consumer<Appender<ILoggingEvent>> action) {
        for (Logger logger : root.getLoggerContext().getLoggerList()) {
            logger.iteratorForAppenders().forEachRemaining(action);
        }
    }

    /** A client's progress may stand there, with the cursor at its beginning: ANSI's erase to the end of the line. */
    private static void clearTheLine(Appender<ILoggingEvent> appender) {
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                && stream.getEncoder() instanceof PatternLayoutEncoder encoder) {
            encoder.stop();
            encoder.setPattern("\u001b[K" + encoder.getPattern());
            encoder.start();
        }
    }

    private static void writeJson(Appender<ILoggingEvent> appender) {
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                && !(stream.getEncoder() instanceof JsonEncoder)) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(stream.getContext());
            encoder.setWithFormattedMessage(true);
            encoder.setWithMessage(false);
            encoder.setWithArguments(false);
            encoder.setWithContext(false);
            encoder.setWithSequenceNumber(false);
            encoder.setWithNanoseconds(false);
            encoder.start();
            stream.setEncoder(encoder);
        }
    }
}
