package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How much slower an honest client is while somebody floods its server with half a core. A measurement and no part of
 * {@code verify}: docs/security.md has the command. Windows with and without the flood take turns, so that each
 * ratio compares neighbours.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class Siege {

    private static final Duration WINDOW = Duration.parse(System.getProperty("siege.window", "PT4S"));
    private static final int PAIRS = Integer.getInteger("siege.pairs", 5);
    private static final double CORES = 0.5;
    private static final int BATCH = 256;
    private static final String UNPARK = "/parkway.control.v1.ControlService/Unpark";
    private static final Path REPORT = Path.of("target", "siege.md");

    /** A flood against a port. */
    private enum Flood {
        TOKENS("duplicate tokens, 256 a message") {
            @Override
            Attacker.Blow against(int port, ManagedChannel channel) {
                HandCall call = HandCall.reading(channel, RawAttach.opening());
                call.send(RawAttach.token(1, 1));
                UnparkRequest.Builder batch = UnparkRequest.newBuilder();
                for (int i = 0; i < BATCH; i++) {
                    batch.addTokens(RawAttach.token(1, 1));
                }
                UnparkRequest flood = batch.build();
                return () -> call.send(flood);
            }
        },
        SESSIONS("sessions opened and abandoned") {
            @Override
            Attacker.Blow against(int port, ManagedChannel channel) {
                return () -> {
                    HandCall call = HandCall.reading(channel, RawAttach.opening());
                    boolean _ = call.greeted();
                    call.cancel();
                };
            }
        },
        RESETS("calls opened and reset, 50 at a time, reconnecting") {
            @Override
            Attacker.Blow against(int port, ManagedChannel channel) {
                return () -> {
                    try (RawPort raw = new RawPort(port)) {
                        Frames frames = Frames.beginning();
                        for (int stream = 1; stream < 100; stream += 2) {
                            frames.call(stream, UNPARK).reset(stream);
                        }
                        boolean _ = raw.send(frames);
                        raw.endOutput();
                        var _ = raw.awaitEnd();
                    }
                };
            }
        },
        SETTINGS("empty SETTINGS frames, 1,000 at a time") {
            @Override
            Attacker.Blow against(int port, ManagedChannel channel) {
                RawPort[] raw = {new RawPort(port)};
                boolean _ = raw[0].send(Frames.beginning());
                Frames frames = Frames.none();
                for (int i = 0; i < 1_000; i++) {
                    frames.frame(Frames.SETTINGS, 0, 0, new byte[0]);
                }
                return () -> {
                    if (!raw[0].send(frames)) {
                        raw[0].close();
                        raw[0] = new RawPort(port);
                        boolean _ = raw[0].send(Frames.beginning());
                    }
                };
            }
        };

        private final String what;

        Flood(String what) {
            this.what = what;
        }

        abstract Attacker.Blow against(int port, ManagedChannel channel);
    }

    @Test
    void client_underEachFlood_isSlowerByThis() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Flood flood : Flood.values()) {
            rows.add(lay(flood));
        }
        Files.write(REPORT, rows);
    }

    private static String lay(Flood flood) {
        try (Running server = Launch.server("--max-sessions", "200", "--linger", "1s").start();
                Running client = Launch
                        .client(server.port(), "--connections", "1000000000", "--parallel", "200",
                                "--msl", "10ms")
                        .start()) {
            String _ = Logs.session(client);
            ManagedChannel inspecting = dial(server.port());
            ManagedChannel attacking = dial(server.port());
            double[] ratios = new double[PAIRS];
            long blows = 0;
            try {
                // Compilers are at work.
                long _ = rate(inspecting);
                for (int pair = 0; pair < PAIRS; pair++) {
                    long alone = rate(inspecting);
                    try (Attacker attacker = Attacker.begin(CORES, flood.against(server.port(), attacking))) {
                        ratios[pair] = (double) rate(inspecting) / alone;
                        blows += attacker.end();
                    }
                }
                assertThat(judged(inspecting).getViolates()).as("violations").isZero();
            } finally {
                attacking.shutdownNow();
                inspecting.shutdownNow();
            }
            assertThat(server.isAlive() && client.isAlive()).as("%s %s", server, client).isTrue();
            assertThat(client.log().soFar()).noneMatch(line -> line.contains("resumed"));
            Arrays.sort(ratios);
            String row = "| %s | %,d | %.2f (%.2f to %.2f) |".formatted(flood.what, blows, ratios[PAIRS / 2],
                    ratios[0], ratios[PAIRS - 1]);
            System.out.println(row);
            return row;
        }
    }

    /** How many connections come to their ends in a window. */
    private static long rate(ManagedChannel channel) {
        long before = judged(channel).getConforms();
        long endNanos = System.nanoTime() + WINDOW.toNanos();
        Await.until("the window is over", () -> System.nanoTime() - endNanos >= 0);
        return judged(channel).getConforms() - before;
    }

    private static VerdictCounts judged(ManagedChannel channel) {
        return InspectionServiceGrpc.newBlockingStub(channel)
                .getSummary(GetSummaryRequest.getDefaultInstance())
                .getJudgedVerdicts();
    }

    private static ManagedChannel dial(int port) {
        return NettyChannelBuilder.forAddress(Launch.LOOPBACK, port).usePlaintext().build();
    }
}
