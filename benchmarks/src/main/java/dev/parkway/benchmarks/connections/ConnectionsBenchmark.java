package dev.parkway.benchmarks.connections;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Complete connections of the default scenario, nine turns each, with a 2MSL of zero and records kept.
 *
 * <p>It does not show two processes: both sides share one JVM and its carriers, even where their tokens cross
 * a gRPC stream on loopback. Nor does it show records reported, or kept beyond their connection.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ConnectionsBenchmark {

    private static final int BATCH = 2_000;

    /** How the two sides' tokens get across. */
    @Param
    private Crossing crossing = Crossing.IN_PROCESS;

    /** How many connections run at a time. */
    @Param({"1", "16", "256", "1000"})
    private int parallel;

    private final Gate gate = new Gate();
    private Route route = Route.NONE;

    /** Creates the benchmark; JMH does. */
    public ConnectionsBenchmark() {}

    /** Sets the two sides up. */
    @Setup
    public void open() {
        Scenario scenario = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
                TcpScenarios.DEFAULT_PROFILE);
        route = crossing.open(scenario, new Conditions(Duration.ZERO, new EpochClock(), gate));
    }

    /** Takes them down. */
    @TearDown
    public void close() {
        route.close();
    }

    /**
     * Runs a batch of connections to their ends.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void connections() throws InterruptedException {
        gate.room = new Semaphore(parallel);
        gate.ended = new CountDownLatch(2 * BATCH);
        for (int i = 0; i < BATCH; i++) {
            gate.room.acquire();
            route.connect();
        }
        gate.ended.await();
    }

    /** Lets the next connection in when a client's side has ended. */
    private static final class Gate implements Observer {

        private volatile Semaphore room = new Semaphore(0);
        private volatile CountDownLatch ended = new CountDownLatch(0);

        @Override
        public Observation begin(History history) {
            return new Observation() {
                @Override
                public void entered(int ordinal) {}

                @Override
                public void ended() {
                    if (!history.completed()) {
                        throw new IllegalStateException(history + " " + history.outcome());
                    }
                    if (history.side() == Side.CLIENT) {
                        room.release();
                    }
                    ended.countDown();
                }
            };
        }
    }
}
