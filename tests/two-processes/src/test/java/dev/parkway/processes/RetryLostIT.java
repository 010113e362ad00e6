package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server goes with connections half way and another comes in its place, at the same port. */
final class RetryLostIT {

    private static final long CONNECTIONS = 200;
    private static final int CONNECTIONS_FAILED = 1;

    @ParameterizedTest
    @MethodSource("ends")
    void server_replaced_clientOpensWhatWasLostAnew(Consumer<Running> end) {
        int port;
        try (Running first = Launch.server("--drain", "20ms").start()) {
            port = first.port();
            try (Running client = client(port, "--retry-lost").start()) {
                client.stdout().await("[Client 30] ESTABLISHED");
                String lost = Logs.session(client);
                end.accept(first);
                assertThat(first.exitCode()).isPositive();

                try (Running second = at(port).start()) {
                    assertThat(client.exitCode()).as("%s", client).isZero();
                    assertThat(second.log().soFar())
                            .noneMatch(line -> line.contains("session " + lost + " opened"));
                }
                assertThat(client.log().allWith(" opened with instance ")).hasSize(2);
                assertThat(client.log().allWith("connections were lost or refused")).hasSize(1);
                assertThat(client.stdout().all()).endsWith("TCP connection disconnected");
            }
        }
    }

    static Stream<Arguments> ends() {
        return Stream.of(Arguments.of(Named.<Consumer<Running>>of("kill -9", Running::kill9)),
                Arguments.of(Named.<Consumer<Running>>of("SIGTERM", Running::terminate)));
    }

    @Test
    void server_replaced_withoutTheFlagWhatWasLostStaysLost() {
        try (Running first = Launch.server().start(); Running client = client(first.port()).start()) {
            int port = first.port();
            client.stdout().await("[Client 30] ESTABLISHED");
            first.kill9();
            assertThat(first.exitCode()).isPositive();

            try (Running _ = at(port).start()) {
                assertThat(client.exitCode()).as("%s", client).isEqualTo(CONNECTIONS_FAILED);
            }
            Map<String, Long> outcomes = Logs.outcomes(client);
            assertThat(outcomes.get("session lost")).isPositive();
            assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(CONNECTIONS);
            assertThat(client.log().allWith("the session ended early: session lost (NOT_FOUND")).hasSize(1);
        }
    }

    private static Launch client(int port, String... more) {
        String[] flags = {"--connections", "" + CONNECTIONS, "--parallel", "20", "--pace", "20ms",
                "--transcript",
                "on", "--msl", "5ms"};
        return Launch.client(port, Stream.concat(Stream.of(flags), Stream.of(more)).toArray(String[]::new));
    }

    private static Launch at(int port) {
        return Launch.serverAsTold("--host", Launch.LOOPBACK, "--port", "" + port);
    }
}
