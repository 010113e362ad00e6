package dev.parkway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The server as its command line starts it. */
@Timeout(60)
final class ParkwayServerTest {

    @Test
    void start_pagesPortTaken_leavesItsOwnPortFree() throws IOException {
        try (ServerSocket taken = listen(0)) {
            int free = freePort();
            assertThatThrownBy(() -> start("--port=" + free, "--page", "--page-port=" + taken.getLocalPort()))
                    .isInstanceOf(IOException.class).hasMessageContaining(":" + taken.getLocalPort() + ": ");

            try (ServerSocket again = listen(free)) {
                assertThat(again.getLocalPort()).isEqualTo(free);
            }
        }
    }

    private static void start(String... arguments) throws IOException {
        ServerOptions options = new ServerOptions();
        var _ = new CommandLine(options).parseArgs(arguments);
        ParkwayServer server = ParkwayServer.start(options, options.scenarios.known(),
                options.access.certificates(false), options.telemetry.start("parkway-server", options.host));
        server.stop();
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = listen(0)) {
            return free.getLocalPort();
        }
    }
}
