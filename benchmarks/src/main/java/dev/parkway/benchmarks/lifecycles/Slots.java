package dev.parkway.benchmarks.lifecycles;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many connections at a time: where one ends the next begins, until the time is over and enough of them have
 * run.
 */
final class Slots {

    private final int parallel;
    private final long least;
    private final long endNanos;
    private final AtomicLong begun;
    private final AtomicLong running;
    private final CountDownLatch allEnded = new CountDownLatch(1);
    private volatile Runnable opener = () -> {};

    /** Creates slots for a share, whose time begins. */
    Slots(Share share) {
        parallel = share.parallel();
        least = 3L * parallel;
        endNanos = System.nanoTime() + share.millis() * 1_000_000;
        begun = new AtomicLong(parallel);
        running = new AtomicLong(parallel);
    }

    /** Runs connections to the last one's end; returns how many. {@code begin} begins one and does not wait. */
    long run(Runnable begin) throws InterruptedException {
        opener = begin;
        for (int i = 0; i < parallel; i++) {
            begin.run();
        }
        allEnded.await();
        return begun.get();
    }

    /** Takes notice that one has ended. Any thread. */
    void ended() {
        if (begun.get() < least || endNanos - System.nanoTime() > 0) {
            begun.incrementAndGet();
            opener.run();
        } else if (running.decrementAndGet() == 0) {
            allEnded.countDown();
        }
    }
}
