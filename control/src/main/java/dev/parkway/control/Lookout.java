package dev.parkway.control;

import io.grpc.netty.shaded.io.netty.channel.SelectStrategy;
import io.grpc.netty.shaded.io.netty.util.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop does when it has nothing to do. It sleeps until a socket or another thread wakes it; but once
 * after it was told that {@linkplain #expectWork() work is about to come} it first looks out for what other threads
 * want done. Each event loop has one, and uses it alone.
 */
final class Lookout implements SelectStrategy {

    /** Looks out so long before it sleeps: about what it takes a thread to wake up, do a little, and have work for it. */
    private static final long LOOK_NANOS = 30_000;

    private static final ThreadLocal<@Nullable Lookout> OF_THREAD = new ThreadLocal<>();

    private final LongSupplier nanoTime;
    private boolean bound;
    private boolean expecting;
    private boolean looking;
    private long sinceNanos;

    Lookout() {
        this(System::nanoTime);
    }

    Lookout(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Tells the calling thread, if it is an event loop that has a lookout, that others are about to have work for it. */
    static void expectWork() {
        Lookout own = OF_THREAD.get();
        if (own != null) {
            own.expecting = true;
        }
    }

    /** Called by the event loop in each of its rounds, and again soon if the answer is to go on. */
    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (!bound) {
            bound = true;
            OF_THREAD.set(this);
        }
        if (hasTasks) {
            looking = false;
            return selectNow.get();
        }
        return mayLook() ? lookOut() : SELECT;
    }

    private boolean mayLook() {
        if (looking) {
            looking = nanoTime.getAsLong() - sinceNanos < LOOK_NANOS;
        } else if (expecting) {
            expecting = false;
            looking = true;
            sinceNanos = nanoTime.getAsLong();
        }
        return looking;
    }

    /** Lets others run, who may have something for this thread to do. */
    @SuppressWarnings("ThreadPriorityCheck") // The yield makes room on a busy processor; nothing relies on it.
    private static int lookOut() {
        Thread.yield();
        return CONTINUE;
    }
}
