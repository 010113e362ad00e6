package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** More connections than a server allows: refused or cut off, and the server lives on. */
@TestInstance(Lifecycle.PER_CLASS)
final class LimitsIT {

    private static final int CONNECTIONS_FAILED = 1;

    private final Running server = Launch.server("--max-connections", "100").start();

    @AfterAll
    void close() {
        try (server;
                Running next = Launch.client(server.port(), "--connections", "50", "--msl", "20ms").start()) {
            assertThat(next.exitCode()).as("%s", next).isZero();
        }
    }

    @Test
    void connections_someMoreThanAllowed_areRefusedOneByOne() {
        // Those that are let in stay ESTABLISHED until long after the last one has asked.
        try (Running client = Launch
                .client(server.port(), "--connections", "150", "--parallel", "150", "--hold",
                        "10s", "--msl", "20ms")
                .start()) {
            assertThat(client.exitCode()).as("%s", client).isEqualTo(CONNECTIONS_FAILED);
            assertThat(Logs.outcomes(client)).isEqualTo(Map.of("completed", 100L, "refused", 50L));
        }
    }

    @Test
    void connections_tenThousandAtOnce_failTheSession() {
        try (Running client = Launch
                .client(server.port(), "--connections", "10000", "--parallel", "10000", "--msl",
                        "20ms")
                .start()) {
            assertThat(client.exitCode()).as("%s", client).isEqualTo(CONNECTIONS_FAILED);
            Map<String, Long> outcomes = Logs.outcomes(client);
            assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(10_000);
            assertThat(client.log().allWith("RESOURCE_EXHAUSTED")).singleElement().asString()
                    .contains("allowed are 100");
        }
    }
}
