package dev.parkway.control;

import dev.parkway.parker.Parker;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The batches that have come for a session and have not been taken, in their order; and a thread that takes those
 * that are not taken by whoever brings them.
 *
 * <p>A batch of many turns lets many threads go. Where gRPC's thread does that, all that belongs to a connection goes
 * from its processor to the one on which the virtual threads run, and each thread by itself through the scheduler's
 * common queue. A virtual thread that gives the turns has them go on where it is.
 */
final class Inbox {

    /** Whoever brings a batch while so many wait is to take them himself: so memory stays bounded. */
    private static final int MOST = 8;

    /** A batch, the stream on which it came, and what to do with tokens of connections that are not there. */
    record Delivery(Attach from, TokenBatch batch, TokenSession.Role role) {}

    private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Runnable taking;
    private final Parker parker = new Parker();
    private volatile boolean closed;

    /** An inbox; {@code threads} makes the taker, which is started here and runs {@code taking} whenever it is woken. */
    Inbox(Runnable taking, ThreadFactory threads) {
        this.taking = taking;
        threads.newThread(this::takeWhenWoken).start();
    }

    /** Puts a batch behind all others; returns whether there is room for more. */
    boolean add(Delivery delivery) {
        waiting.add(delivery);
        return size.incrementAndGet() < MOST;
    }

    /** Removes the first, for whoever has seen to it that nobody else does so before that one is taken. */
    @Nullable
    Delivery poll() {
        Delivery first = waiting.poll();
        if (first != null) {
            size.decrementAndGet();
        }
        return first;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Has the taker take what waits. */
    void wake() {
        parker.unparker().unpark();
    }

    /** Lets the taker go. */
    void close() {
        closed = true;
        wake();
    }

    private void takeWhenWoken() {
        while (!closed) {
            try {
                parker.park();
            } catch (InterruptedException e) {
                // By somebody whom a batch has let in: no reason for this thread to end, nor to wait.
            }
            taking.run();
        }
    }
}
