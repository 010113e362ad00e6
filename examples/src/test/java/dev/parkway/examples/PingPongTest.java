package dev.parkway.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class PingPongTest {

    @Test
    void pingAndPong_twoProcesses_goHandInHand() throws Exception {
        String port = freePort();
        // The order in which they start does not matter.
        try (Program ping = Program.start(Ping.class, port); Program pong = Program.start(Pong.class, port)) {
            assertThat(ping.lines()).containsExactly("ping 1", "ping 2", "ping 3");
            assertThat(pong.lines()).containsExactly("pong 1", "pong 2", "pong 3");
        }
    }

    /** One that stays free until somebody asks for it: below those that are given to whoever wants any. */
    private static String freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return Integer.toString(socket.getLocalPort());
            } catch (BindException e) {
                // Taken: another one.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Ping.class, Pong.class})
    void side_source_hasAtMostTwentyLines(Class<?> side) throws IOException {
        Path source = Path.of("src/main/java", side.getName().replace('.', '/') + ".java");
        List<String> lines = Files.readAllLines(source).stream().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("package ")
                        && !line.startsWith("/**"))
                .toList();

        assertThat(lines).hasSizeLessThanOrEqualTo(20);
        assertThat(Files.readString(source)).doesNotContain("grpc");
    }
}
