package dev.parkway.benchmarks.points;

import dev.parkway.points.SyncPoint;
import java.util.concurrent.TimeUnit;
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
 * A step with points around it, and the same without, where no test drives the process: the two should not differ.
 *
 * <p>Does not show what a point costs that is driven, which is a round trip to the test, nor what one costs before it
 * is compiled.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SyncPointBenchmark {

    private int value = 42;

    /** Creates the benchmark. */
    public SyncPointBenchmark() {}

    /** {@return the result of a step without points} */
    @Benchmark
    public int withoutPoints() {
        value = value * 31 + 7;
        return value;
    }

    /** {@return the result of the same step between two points, and after a third} */
    @Benchmark
    public int withPoints() {
        SyncPoint.reached("before");
        value = value * 31 + 7;
        SyncPoint.reached("after");
        SyncPoint.waitFor("peer");
        return value;
    }
}
