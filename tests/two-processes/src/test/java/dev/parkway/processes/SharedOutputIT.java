package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.tcp.TcpProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that print to one file: what depends on a line stands after it. */
final class SharedOutputIT {

    /** It leaves the most open: every state of one side may come before or after its twin of the other. */
    private static final String SCENARIO = "simultaneous-open";
    private static final int CONNECTIONS = 200;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void output_manyConnections_respectsHappensBefore() throws IOException {
        Path file = scratch.resolve("transcript");
        try (Running server = Launch.server("--msl", "20ms").appendTo(file.toFile()).start();
                Running client = Launch.client(server.port(), "--connections", "" + CONNECTIONS,
                        "--parallel", "" + CONNECTIONS, "--scenario", SCENARIO, "--profile",
                        TcpProfile.RFC.toString(),
                        "--msl", "20ms").appendTo(file.toFile()).start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            Onlooker.check(SCENARIO, TcpProfile.RFC, CONNECTIONS, Files.readAllLines(file));
        }
    }
}
