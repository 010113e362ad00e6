package dev.parkway.control;

import io.grpc.netty.shaded.io.netty.channel.SelectStrategy;
import io.grpc.netty.shaded.io.netty.util.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop does when it has nothing to do. It sleeps until a socket or another thread wakes it; but once
 * after each batch of turns it first looks out for a moment, for what other threads want done and for what comes at its
 * sockets. Each event loop has one, and uses it alone.
 *
 * <p>It yields meanwhile. Where another thread has the processor for long then, as on a busy machine, it does without for
 * a time in proportion, so that a few per cent are lost at most.
 */
final class Lookout implements SelectStrategy {

    /** Looks out so long before it sleeps: about what it takes a thread to wake up, do a little, and have work for it. */
    private static final long LOOK_NANOS = 30_000;
    /** A yield that takes longer has let somebody run who wants the processor for himself. */
    private static final long LONG_YIELD_NANOS = 100_000;
    /** After such a one it does not look out for so many times as long. */
    private static final int PAUSE_FACTOR = 32;

    private static final ThreadLocal<@Nullable Lookout> OF_THREAD = new ThreadLocal<>();

    private final LongSupplier nanoTime;
    private final Runnable yield;
    // An event loop of ours has the same thread for as long as it lives.
    private boolean bound;
    private boolean due;
    private boolean looking;
    private long sinceNanos;
    private long pauseNanos;

    Lookout() {
        this(System::nanoTime, Lookout::yieldProcessor);
    }

    /** One for tests, with a clock and a processor of theirs. */
    Lookout(LongSupplier nanoTime, Runnable yield) {
        this.nanoTime = nanoTime;
        this.yield = yield;
        sinceNanos = nanoTime.getAsLong();
    }

    /** Tells the calling thread, if it is an event loop that has a lookout, that it has brought turns. */
    static void turnsCame() {
        Lookout own = ofThisThread();
        if (own != null) {
            own.due = true;
        }
    }

    /** Returns that of the event loop that calls, null for any other thread. */
    static @Nullable Lookout ofThisThread() {
        // No event loop is virtual, and to ask would leave something with each of a million.
        return Thread.currentThread().isVirtual() ? null : OF_THREAD.get();
    }

    /**
     * Called by the event loop in each of its rounds. If the answer is to go on, it does what other threads have asked for
     * meanwhile, which this is not told of, and calls again.
     */
    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (!bound) {
            bound = true;
            OF_THREAD.set(this);
        }
        if (!hasTasks && !mayLook()) {
            return SELECT;
        }
        int ready = selectNow.get();
        if (ready > 0 || hasTasks) {
            looking = false;
            return ready;
        }
        letOthersRun();
        return CONTINUE;
    }

    private boolean mayLook() {
        if (looking) {
            looking = nanoTime.getAsLong() - sinceNanos < LOOK_NANOS;
        } else if (due) {
            due = false;
            long nowNanos = nanoTime.getAsLong();
            looking = nowNanos - sinceNanos >= pauseNanos;
            if (looking) {
                sinceNanos = nowNanos;
                pauseNanos = 0;
            }
        }
        return looking;
    }

    private void letOthersRun() {
        long beforeNanos = nanoTime.getAsLong();
        yield.run();
        long tookNanos = nanoTime.getAsLong() - beforeNanos;
        if (tookNanos > LONG_YIELD_NANOS) {
            looking = false;
            sinceNanos = beforeNanos + tookNanos;
            pauseNanos = tookNanos * PAUSE_FACTOR;
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // Makes room on a busy processor; nothing relies on it.
    private static void yieldProcessor() {
        Thread.yield();
    }
}
