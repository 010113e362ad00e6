package dev.parkway.benchmarks.handoff;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A round trip between two threads: two handovers, so that the threads never run at the same time.
 *
 * <p>It does not show what a handover costs when many threads want the processors, nor how long a wait that
 * lasts takes to wake up: here the answer always comes at once, which is when spinning pays most.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class PingPongBenchmark {

    // So many that the start of the two threads does not count.
    private static final int ROUNDS = 10_000;

    private static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();
    private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

    /** The way to hand over. */
    @Param
    public Rival rival = Rival.PARKER;

    /** Creates the benchmark. */
    public PingPongBenchmark() {}

    /**
     * Two platform threads.
     *
     * @throws InterruptedException if the benchmark is stopped
     * @throws ExecutionException if a thread of the rally failed
     */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public void platform() throws InterruptedException, ExecutionException {
        rival.newRally().play(PLATFORM, ROUNDS);
    }

    /**
     * Two virtual threads that share one carrier: whoever spins keeps the other from running.
     *
     * @throws InterruptedException if the benchmark is stopped
     * @throws ExecutionException if a thread of the rally failed
     */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    @Fork(value = 2, jvmArgsAppend = {"-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1"})
    public void virtualOneCarrier() throws InterruptedException, ExecutionException {
        rival.newRally().play(VIRTUAL, ROUNDS);
    }

    /**
     * Two virtual threads on two carriers.
     *
     * @throws InterruptedException if the benchmark is stopped
     * @throws ExecutionException if a thread of the rally failed
     */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    @Fork(value = 2, jvmArgsAppend = "-Djdk.virtualThreadScheduler.parallelism=2")
    public void virtualTwoCarriers() throws InterruptedException, ExecutionException {
        rival.newRally().play(VIRTUAL, ROUNDS);
    }
}
