package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are not allowed, as a shell sees it: what is allowed, an exit code, and nothing started. */
final class FlagsIT {

    private static final int USAGE = 2;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void client_wrongFlag_saysWhatIsAllowed() {
        try (Running client = Launch.clientAsTold("--connections", "none").start()) {
            checkRefused(client, "whole numbers from 1 to 1000000000");
        }
    }

    @Test
    void client_serverThatIsNoTarget_saysWhatIsAllowed() {
        try (Running client = Launch.clientAsTold("--server", "http://x:1").start()) {
            checkRefused(client, "HOST:PORT");
        }
    }

    @Test
    void client_wrongVariable_saysWhatIsAllowed() {
        try (Running client = Launch.clientAsTold().with("PARKWAY_STAY", "maybe").start()) {
            checkRefused(client, "true and false");
        }
    }

    @Test
    void server_wrongVariable_saysWhatIsAllowed() {
        try (Running server = Launch.serverAsTold().with("PARKWAY_PORT", "http").start()) {
            checkRefused(server, "whole numbers from 0 to 65535");
        }
    }

    @Test
    void server_portFileCannotBeWritten_saysSoAndEnds() {
        Path file = scratch.resolve("none").resolve("port");
        try (Running server = Launch.serverAsTold("--port", "0", "--port-file", file.toString()).start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(USAGE);
            assertThat(server.log().allWith("cannot write the port to " + file)).hasSize(1);
        }
    }

    @Test
    void client_flagAndVariable_theFlagWins() {
        try (Running client = Launch.clientAsTold("--in-process", "--msl", "1ms").with("PARKWAY_MSL", "1h")
                .with("PARKWAY_SCENARIO", "reset-by-client").with("PARKWAY_PROFILE", "rfc").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            assertThat(client.stdout().all()).doesNotContain("[Client] FIN_WAIT_1")
                    .endsWith("TCP connection disconnected");
        }
    }

    private static void checkRefused(Running service, String allowed) {
        assertThat(service.exitCode()).as("%s", service).isEqualTo(USAGE);
        assertThat(service.stdout().all()).isEmpty();
        assertThat(service.log().all()).as("a line that says it, and no stack").hasSizeLessThan(4)
                .anySatisfy(line -> assertThat(line).contains(allowed));
    }
}
