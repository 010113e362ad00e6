package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** This release's services beside those of the one before: what a rolling update is, half way. */
final class PreviousReleaseIT {

    private static final Path PREVIOUS = Path.of(System.getProperty("parkway.previous", ""));
    private static final int CONNECTIONS = 300;
    private static final String[] LOAD = {"--connections", "" + CONNECTIONS, "--parallel", "50", "--pace",
            "5ms",
            "--msl", "20ms", "--summary", "on"};

    @BeforeAll
    static void isThere() {
        boolean missing = PREVIOUS.toString().isEmpty();
        if (missing) {
            System.out.println(
                    "*** TESTS WITH THE PREVIOUS RELEASE SKIPPED, -Dparkway.previous says where it is ***");
        }
        assumeFalse(missing, "no -Dparkway.previous");
        assertThat(PREVIOUS.resolve("server-service/target/server-service.jar")).isRegularFile();
        assertThat(Files.isDirectory(PREVIOUS.resolve("client-service/target/lib"))).isTrue();
    }

    @Test
    void client_ofThePreviousRelease_runsAgainstThisServer() {
        try (Running server = Launch.server("--msl", "20ms").start();
                Running client = Launch.client(server.port(), LOAD).from(PREVIOUS).start()) {
            assertAllConform(client);
        }
    }

    @Test
    void client_ofThisRelease_runsAgainstThePreviousServer() {
        try (Running server = Launch.server("--msl", "20ms").from(PREVIOUS).start();
                Running client = Launch.client(server.port(), LOAD).start()) {
            assertAllConform(client);
        }
    }

    @Test
    void client_ofEitherRelease_isResumedByTheOther() {
        for (boolean oldClient : List.of(true, false)) {
            try (Relay relay = new Relay();
                    Running server = of(!oldClient, Launch.server("--msl", "20ms", "--advertise",
                            Launch.LOOPBACK + ":" + relay.port())).start()) {
                relay.to(Launch.LOOPBACK, server.port());
                try (Running client = of(oldClient, Launch.client(relay.port(), LOAD)).start()) {
                    String session = Logs.session(client);
                    long before = relay.bytes();
                    Await.until("bytes", () -> relay.bytes() > before + 5_000);
                    relay.cut();

                    assertAllConform(client);
                    assertThat(client.log().allWith("session " + session + " resumed by attach"))
                            .isNotEmpty();
                }
            }
        }
    }

    private static Launch of(boolean previous, Launch launch) {
        return previous ? launch.from(PREVIOUS) : launch;
    }

    private static void assertAllConform(Running client) {
        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(client.log().allWith("the server has checked: {conforms=" + CONNECTIONS + "}")).hasSize(1);
    }
}
