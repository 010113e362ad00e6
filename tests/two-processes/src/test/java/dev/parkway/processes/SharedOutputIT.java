package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.tcp.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two processes that print to one file: what depends on a line stands after it. */
final class SharedOutputIT {

    private static final int CONNECTIONS = 200;

    @TempDir
    private Path scratch = Path.of("");

    @ParameterizedTest
    @CsvSource({"client-closes-first, LOCKSTEP", "simultaneous-open, RFC", "close-in-syn-received, RFC",
            "client-restart, RFC"})
    void output_manyConnections_respectsHappensBefore(String scenario, Profile profile) throws IOException {
        Path file = scratch.resolve("transcript");
        try (Running server = Launch.server("--msl", "20ms").appendTo(file.toFile()).start();
                Running client = Launch.client(server.port(), "--connections", "" + CONNECTIONS,
                        "--parallel", "" + CONNECTIONS, "--scenario", scenario, "--profile",
                        profile.toString(),
                        "--msl", "20ms").appendTo(file.toFile()).start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            Onlooker.check(scenario, profile, CONNECTIONS, Files.readAllLines(file));
        }
    }
}
