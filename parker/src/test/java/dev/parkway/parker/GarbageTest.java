package dev.parkway.parker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whatever waits and wakes leaves nothing to collect. */
final class GarbageTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TURNS = 50_000;
    // Less than an object each hundred turns: what the JVM itself allocates now and then.
    private static final long ALLOWED = TURNS / 100 * 16L;

    private interface Step {
        void run(int turn) throws InterruptedException;
    }

    @Test
    void unparkThenPark_tokenThere_allocatesNothing() throws InterruptedException {
        Parker parker = new Parker();

        assertThat(allocatedBy(_ -> {
            parker.unparker().unpark();
            parker.park();
        })).isLessThan(ALLOWED);
    }

    @Test
    void giveThenAwait_turnThere_allocatesNothing() throws InterruptedException {
        TurnGate gate = new TurnGate();
        long[] count = {0};

        assertThat(allocatedBy(_ -> {
            count[0]++;
            gate.give(count[0]);
            TurnResult _ = gate.await(count[0]);
        })).isLessThan(ALLOWED);
    }

    @Test
    void parkAndUnpark_twoThreads_allocateNothing() throws InterruptedException {
        Parker there = new Parker();
        Parker back = new Parker();

        assertThat(allocatedByTwo(_ -> {
            there.unparker().unpark();
            back.park();
        }, _ -> {
            there.park();
            back.unparker().unpark();
        })).isLessThan(2 * ALLOWED);
    }

    @Test
    void awaitAndGive_twoThreadsThatReallyWait_allocateNothing() throws InterruptedException {
        // Gates do not look out for their turns: every await parks.
        TurnGate there = new TurnGate();
        TurnGate back = new TurnGate();

        assertThat(allocatedByTwo(turn -> {
            there.give(turn);
            TurnResult _ = back.await(turn);
        }, turn -> {
            TurnResult _ = there.await(turn);
            back.give(turn);
        })).isLessThan(2 * ALLOWED);
    }

    private static long allocatedByTwo(Step first, Step second) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long[] bytes = {0, 0};
        CountDownLatch ended = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            int side = i;
            Thread.ofPlatform().name("side " + i).start(() -> {
                try {
                    bytes[side] = allocatedBy(side == 0 ? first : second);
                } catch (InterruptedException | RuntimeException e) {
                    failure.set(e);
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        assertThat(failure.get()).isNull();
        return bytes[0] + bytes[1];
    }

    /** What this thread allocates in so many turns, after as many that let classes load and compilers run. */
    private static long allocatedBy(Step step) throws InterruptedException {
        for (int turn = 1; turn <= TURNS; turn++) {
            step.run(turn);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int turn = TURNS + 1; turn <= 2 * TURNS; turn++) {
            step.run(turn);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
