package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Both processes at full load for many minutes: what they hold must not grow. No part of {@code verify}; the
 * profile {@code soak} runs it. Their heaps are of a fixed size and touched from the start, so that memory which
 * grows is not the heap's, and what the heap holds is told after a collection.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class Soak {

    private static final Duration DURATION = Duration
            .parse(System.getProperty("soak.duration", "PT10M"));
    /** Compilers and pools are at work so long, of shorter runs a quarter. */
    private static final Duration WARM_UP = Duration.ofMinutes(1).compareTo(DURATION.dividedBy(4)) < 0
            ? Duration.ofMinutes(1) : DURATION.dividedBy(4);
    private static final String HEAP = "-Xms192m -Xmx192m -XX:+AlwaysPreTouch";
    private static final Path CSV = Path.of("target", "soak.csv");
    private static final Path SVG = Path.of("target", "soak.svg");
    private static final int PARALLEL = 200;
    /** The heap's content is asked for so rarely, since a collection goes before. */
    private static final int HEAP_EVERY = 10;

    @Test
    void processes_atFullLoad_holdNoMoreAtTheEndThanAtTheBegin() throws IOException {
        try (Running server = Launch.server().with("JAVA_TOOL_OPTIONS", HEAP).start();
                Running client = Launch.client(server.port(), "--connections", "1000000000", "--parallel",
                        "" + PARALLEL, "--msl", "50ms").with("JAVA_TOOL_OPTIONS", HEAP).start()) {
            String _ = Logs.session(client);
            Samples samples = new Samples();
            long beginNanos = System.nanoTime();
            for (int second = 0; second <= DURATION.toSeconds(); second++) {
                long dueNanos = beginNanos + TimeUnit.SECONDS.toNanos(second);
                Await.until("second " + second, () -> System.nanoTime() - dueNanos >= 0);
                samples.take(second, "server", server, second % HEAP_EVERY == 0);
                samples.take(second, "client", client, second % HEAP_EVERY == 0);
            }
            samples.write(CSV);
            SoakPicture.of(samples).write(SVG);
            VerdictCounts judged = judged(server.port());
            System.out.printf("%,d connections in %s: %s%n", judged.getConforms(), DURATION,
                    samples.drift(WARM_UP));

            assertThat(client.isAlive() && server.isAlive()).as("%s %s", server, client).isTrue();
            assertThat(judged.getViolates()).as("violations").isZero();
            samples.assertFlat(WARM_UP);
        }
    }

    private static VerdictCounts judged(int port) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(Launch.LOOPBACK, port).usePlaintext().build();
        try {
            return InspectionServiceGrpc.newBlockingStub(channel)
                    .getSummary(GetSummaryRequest.getDefaultInstance())
                    .getJudgedVerdicts();
        } finally {
            channel.shutdownNow();
        }
    }
}
