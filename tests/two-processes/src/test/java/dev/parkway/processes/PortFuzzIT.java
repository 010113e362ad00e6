package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come to the port: the server ends their connection, lives, and a client beside them does not
 * notice. {@code -Dparkway.seed=N} replays one that failed.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class PortFuzzIT {

    private static final String UNPARK = "/parkway.control.v1.ControlService/Unpark";
    private static final int QUICK = 1_000;
    private static final int HEAVY = 200_000;
    private static final int KINDS = 10;

    private final Running server = Launch.server("--keepalive-time", "1s", "--keepalive-timeout", "1s")
            .within("128m").start();
    private final Running client = Launch.busyClient(server.port()).start();

    @AfterEach
    void clientGoesOn() {
        int before = client.stdout().soFar().size();
        Await.until("the client makes progress", () -> client.stdout().soFar().size() > before + 100);
        assertThat(client.log().soFar())
                .noneMatch(line -> line.contains("ERROR") || line.contains("resumed"));
        assertThat(server.isAlive()).as("%s", server).isTrue();
    }

    @AfterAll
    void close() {
        client.close();
        server.close();
    }

    @Test
    void bytes_random_endTheirConnectionAlone() {
        Long asked = Long.getLong("parkway.seed");
        long first = asked != null ? asked : ThreadLocalRandom.current().nextLong(1L << 40);
        int rounds = asked != null ? 1 : Boolean.getBoolean("parkway.heavy") ? HEAVY : QUICK;
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                undergo(bytes(new Random(seed)));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("replay with -Dparkway.seed=" + seed, e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void bytes_thatDidHarmOnce_doNoMore(Path file) throws IOException {
        undergo(HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", "")));
    }

    static Stream<Path> kept() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(Path.of(PortFuzzIT.class.getResource("corpus").toURI()))) {
            return files.sorted().toList().stream();
        }
    }

    private void undergo(byte[] bytes) {
        try (RawPort port = new RawPort(server.port())) {
            boolean _ = port.send(bytes);
            port.endOutput();
            // A time-out would be a failure.
            var _ = port.awaitEnd();
        }
    }

    /** Noise; or an honest beginning, cut off or changed here and there; or frames in any order. */
    private static byte[] bytes(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> noise(random, 500);
            case 1 -> Arrays.copyOf(honest(), random.nextInt(honest().length));
            case 2 -> {
                byte[] changed = honest();
                for (int i = random.nextInt(8); i >= 0; i--) {
                    int at = random.nextInt(changed.length);
                    changed[at] = (byte) (random.nextBoolean() ? random.nextInt() : changed[at] ^ 1);
                }
                yield changed;
            }
            default -> {
                Frames frames = Frames.beginning();
                for (int i = random.nextInt(20); i >= 0; i--) {
                    frames.frame(random.nextInt(KINDS), random.nextInt(256), random.nextInt(6),
                            random.nextInt(3) == 0 ? Frames.headers(UNPARK) : noise(random, 40));
                }
                yield frames.bytes();
            }
        };
    }

    private static byte[] honest() {
        return Frames.beginning()
                .call(1, UNPARK, "parkway-attach", "1", "parkway-scenario", "client-closes-first",
                        "parkway-profile", "lockstep", "parkway-wait-deadline-ms", "0", "parkway-connections",
                        "1",
                        "parkway-session-bin", "AAECAwQFBgcICQoLDA0ODw==")
                .frame(Frames.DATA, 0, 1, HexFormat.of().parseHex("00000000060a04080110 01".replace(" ", "")))
                .frame(Frames.WINDOW_UPDATE, 0, 1, new byte[]{0, 0, 1, 0})
                .frame(Frames.DATA, Frames.END_STREAM, 1).bytes();
    }

    private static byte[] noise(Random random, int atMost) {
        byte[] bytes = new byte[random.nextInt(atMost)];
        random.nextBytes(bytes);
        return bytes;
    }
}
