package dev.parkway.benchmarks.roundtrip;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A count and the JDK's own parking, by hand: the least that a thread needs to wait for another. */
final class Waiter {

    private volatile long given;
    private volatile @Nullable Thread waiting;
    // The waiting thread's own.
    private long taken;

    /** Called by one thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void give() {
        given = given + 1;
        LockSupport.unpark(waiting);
    }

    void await() {
        taken++;
        waiting = Thread.currentThread();
        while (given < taken) {
            LockSupport.park(this);
        }
    }
}
