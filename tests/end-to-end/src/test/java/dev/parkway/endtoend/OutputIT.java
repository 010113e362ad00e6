package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.parkway.endtoend.Load.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * Somebody attaches to the server, as {@code docker attach} does, and then reads no more: the engine takes no
 * more of what the server prints, and each line is printed before its state thread goes on. (How an output that
 * is closed is borne is tested between processes: the engine has no means to close a container's.)
 */
@EngineRequired
final class OutputIT {

    /** So long without a single connection that ends, and a run has come to a stand. */
    private static final Duration STILL = Duration.ofSeconds(2);
    private static final int SOME = 300;

    @Test
    void output_blockedAndReadAgain_delaysAndLosesNothing() throws IOException {
        Plan plan = Plan.clients(1).forOutages(Duration.ofMillis(50)).with("PARKWAY_TRANSCRIPT", "on")
                .with("PARKWAY_EXPLAIN", "true");
        try (Load load = Load.begin(plan); Stalled reader = new Stalled()) {
            load.awaitJudged(SOME);

            load.faults().count();
            Engine.client().attachContainerCmd(load.server().id()).withStdOut(true).withFollowStream(true)
                    .exec(reader);
            Eventually.holds("the run stands still", Deployment.SOON, () -> standsStill(load));
            assertThat(load.judged()).isLessThan(Load.ALL);
            assertThat(load.server().running()).isTrue();
            reader.goOn();

            load.countWhole(Client.values());
            load.settle("the server's standard output blocked");
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
            assertThat(printed(load.server())).as("connections that the transcript shows in LISTEN and on")
                    .isEqualTo(Load.ALL);
        }
    }

    private static boolean standsStill(Load load) {
        long before = load.judged();
        Faults.hold(STILL);
        return load.judged() == before;
    }

    private static long printed(ServiceContainer server) {
        List<String> lines = server.out();
        return lines.stream().map(line -> line.replaceAll("].*", "")).filter(name -> name.contains(" "))
                .distinct().count();
    }

    /** A reader that takes the first frame and then none until it is told to. */
    private static final class Stalled extends ResultCallback.Adapter<Frame> {

        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void onNext(Frame frame) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void goOn() {
            goOn.countDown();
        }

        @Override
        public void close() throws IOException {
            goOn();
            super.close();
        }
    }
}
