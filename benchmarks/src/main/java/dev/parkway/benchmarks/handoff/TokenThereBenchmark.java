package dev.parkway.benchmarks.handoff;

import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A turn that is given before it is awaited, by one thread alone: nobody waits, nobody wakes.
 *
 * <p>It does not show what it costs to fetch the token's cache line from the processor of another thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class TokenThereBenchmark {

    private final Parker parker = new Parker();
    private final Semaphore semaphore = new Semaphore(0);
    private final AtomicInteger number = new AtomicInteger();

    /** Creates the benchmark. */
    public TokenThereBenchmark() {}

    /** {@return what the second of two atomic exchanges found: the yardstick} */
    @Benchmark
    public int twoExchanges() {
        number.getAndSet(1);
        return number.getAndSet(0);
    }

    /**
     * Unpark and park.
     *
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    public void unparkThenPark() throws InterruptedException {
        parker.unparker().unpark();
        parker.park();
    }

    /**
     * Unpark and a park with a timeout.
     *
     * @return why it returned
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    public UnparkReason unparkThenParkTimed() throws InterruptedException {
        parker.unparker().unpark();
        return parker.park(Duration.ZERO);
    }

    /**
     * Two unparks, of which the second merges, and a park.
     *
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    public void unparkTwiceThenPark() throws InterruptedException {
        parker.unparker().unpark();
        parker.unparker().unpark();
        parker.park();
    }

    /**
     * A semaphore's release and acquire.
     *
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    public void releaseThenAcquire() throws InterruptedException {
        semaphore.release();
        semaphore.acquire();
    }

    /** The JDK's own permit of this thread. */
    @Benchmark
    public void lockSupport() {
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park(this);
    }
}
