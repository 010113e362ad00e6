package dev.parkway.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthProbeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HealthStatusManager health = new HealthStatusManager();
    private final Server server;

    HealthProbeTest() throws IOException {
        server = serverWith(NettyServerBuilder.forAddress(new InetSocketAddress(LOOPBACK, 0))
                .addService(health.getHealthService()));
        // A process's first call takes its time; the probe has two seconds.
        HealthStatus _ = ask(server.getPort(), PATIENCE);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    @Test
    void run_serverServes_exitsWithZero() {
        assertThat(run(server.getPort())).isEqualTo("SERVING\n0");
    }

    @ParameterizedTest
    @EnumSource(value = ServingStatus.class, names = {"SERVING", "UNRECOGNIZED"}, mode = Mode.EXCLUDE)
    void run_serverSaysAnythingElse_exitsWithOne(ServingStatus status) {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);

        assertThat(run(server.getPort())).isEqualTo(status + "\n1");
    }

    @Test
    void run_serverDrains_exitsWithOne() {
        health.enterTerminalState();

        assertThat(run(server.getPort())).isEqualTo("NOT_SERVING\n1");
    }

    @Test
    void run_nobodyListens_exitsWithOne() throws InterruptedException {
        int port = server.getPort();
        server.shutdownNow().awaitTermination();

        assertThat(run(port)).contains("refused").endsWith("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http", "70000", "-1"})
    void run_portIsNone_saysWhichVariable(String port) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int code = HealthProbe.run(new String[]{"PORT"}, Map.of("PORT", port), new PrintStream(out));

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("PORT is no port: " + port);
        assertThat(code).isEqualTo(1);
    }

    @Test
    void run_variableMissing_saysWhichVariable() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int code = HealthProbe.run(new String[]{"PORT"}, Map.of(), new PrintStream(out));

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("PORT is not set");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void run_severalVariables_asksThePortOfTheFirstThatIsSet() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int code = HealthProbe.run(new String[]{"FIRST", "SECOND", "THIRD"},
                Map.of("SECOND", "no port", "THIRD", "1"), new PrintStream(out));

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("SECOND is no port: no port");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void ask_serverHasNoHealthService_fails() throws Exception {
        Server bare = serverWith(NettyServerBuilder.forAddress(new InetSocketAddress(LOOPBACK, 0)));

        assertThatThrownBy(() -> ask(bare.getPort(), PATIENCE)).hasMessageContaining("no health status");

        bare.shutdownNow().awaitTermination();
    }

    @Test
    void ask_serverSaysNothing_failsInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> ask(silent.getLocalPort(), Duration.ofMillis(50)))
                    .hasMessageContaining("no answer from").hasMessageContaining("50 ms");
        }
    }

    @Test
    void ask_peerSpeaksHttp1_fails() throws Exception {
        assertThatThrownBy(
                () -> askOneThatSays("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("not HTTP/2");
    }

    @Test
    void ask_peerHangsUp_fails() throws Exception {
        assertThatThrownBy(() -> askOneThatSays(new byte[0])).hasMessageContaining("hung up");
    }

    @Test
    void ask_peerNeverComesToItsAnswer_fails() throws Exception {
        // Fifty frames of type 8 (WINDOW_UPDATE) with no payload.
        byte[] frames = new byte[50 * 9];
        for (int i = 0; i < 50; i++) {
            frames[i * 9 + 3] = 8;
        }
        assertThatThrownBy(() -> askOneThatSays(frames)).hasMessageContaining("no answer in 32 frames");
    }

    private static Server serverWith(NettyServerBuilder builder) throws IOException {
        return builder.build().start();
    }

    private static String run(int port) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of("PORT", Integer.toString(port));
        int code = HealthProbe.run(new String[]{"PORT"}, environment, new PrintStream(out));
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n") + code;
    }

    private static HealthStatus ask(int port, Duration patience) throws IOException {
        return new HealthCall(new InetSocketAddress(LOOPBACK, port), patience).ask();
    }

    // Takes one call, reads what it sends, answers with the bytes and closes.
    private static void askOneThatSays(byte[] answer) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
            Thread peer = Thread.ofVirtual().start(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getInputStream().readNBytes(24);
                    socket.getOutputStream().write(answer);
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try {
                ask(listener.getLocalPort(), PATIENCE);
            } finally {
                peer.join();
            }
        }
    }
}
