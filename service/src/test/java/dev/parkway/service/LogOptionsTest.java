package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

final class LogOptionsTest {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<Logger, @Nullable Level> before = new HashMap<>();
    private final Thread.@Nullable UncaughtExceptionHandler handler = Thread
            .getDefaultUncaughtExceptionHandler();

    LogOptionsTest() {
        root.getLoggerContext().getLoggerList().forEach(logger -> before.put(logger, logger.getLevel()));
    }

    @AfterEach
    void restore() {
        before.forEach(Logger::setLevel);
        Thread.setDefaultUncaughtExceptionHandler(handler);
        SLF4JBridgeHandler.uninstall();
    }

    @Test
    void apply_error_holdsForThoseWithALevelOfTheirOwn() {
        Logger network = (Logger) LoggerFactory.getLogger("io.grpc");
        apply("error");
        assertThat(network.isWarnEnabled()).isFalse();
        assertThat(network.isErrorEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("io.helidon.webserver").isWarnEnabled()).isFalse();
    }

    @Test
    void apply_debug_leavesThoseQuietThatAreToBe() {
        Logger network = (Logger) LoggerFactory.getLogger("io.grpc");
        apply("debug");
        assertThat(network.isInfoEnabled()).isFalse();
        assertThat(network.isWarnEnabled()).isTrue();
        assertThat(root.isDebugEnabled()).isTrue();
    }

    private static void apply(String level) {
        LogOptions options = new LogOptions();
        var _ = new CommandLine(options).parseArgs("--log-level=" + level, "--log-format=text");
        options.apply();
    }
}
