package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whoever reads the transcript goes away, as {@code | head -n 1} does: the connections go on. */
final class ClosedOutputIT {

    @Test
    void output_closedAtBothSides_connectionsRunToTheirEnd() {
        try (Running server = Launch.server("--msl", "20ms", "--transcript", "on").readOnly(1).start();
                Running client = Launch.client(server.port(), "--connections", "2000", "--parallel", "200",
                        "--msl", "20ms", "--transcript", "on")
                        .readOnly(1)
                        .start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            assertThat(client.stdout().all()).hasSize(1);
            assertThat(client.log().allWith("standard output is closed")).hasSize(1);
            assertThat(client.log().allWith("{completed=2000}")).hasSize(1);
            assertThat(server.isAlive()).isTrue();
        }
    }
}
