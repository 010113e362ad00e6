package dev.parkway.parker;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A one-token gate at which a single thread waits; after crossbeam's {@code Parker}.
 *
 * <p>A parker holds at most one token, and none at first. {@link #park()} takes the token, waiting until
 * there is one; {@link Unparker#unpark()} makes it available. An unpark that comes early is remembered, and
 * unparks that come before a park are one.
 *
 * <pre>{@code
 * Parker parker = new Parker();
 * Unparker unparker = parker.unparker();
 * Thread.startVirtualThread(() -> {
 *     prepare();
 *     unparker.unpark();
 * });
 * parker.park(); // returns when prepare() is done, and sees what it wrote
 * }</pre>
 *
 * <p>One thread at a time parks; any thread unparks. Between two parks a parker may be handed to another
 * thread, but two threads parked on it at once is an {@link IllegalStateException} for the later one, which
 * costs the earlier one nothing.
 *
 * <p>A park returns for one of these reasons and no other:
 * <ul>
 * <li>the token was taken: {@link UnparkReason#UNPARKED}. It wins when it comes together with the deadline
 * or with an interrupt, whose status then stays set;
 * <li>the deadline passed: {@link UnparkReason#TIMEOUT};
 * <li>the thread was interrupted: {@link InterruptedException}, and no token is taken.
 * </ul>
 *
 * <p>Writes before each unpark, merged or not, are visible after the park that takes the token. Platform and
 * virtual threads may use it alike. A thread dump shows a parked thread as waiting on this object.
 */
public final class Parker {

    // What `state` may be beside the thread that is parked and has no token; null is no token and no thread.
    /** There is a token, and no thread waits for it. */
    private static final Object TOKEN = new Object();
    /** The token came for the thread that is parked, which has not woken up yet: no other may take it. */
    private static final Object HANDED = new Object();

    /** A timed park that may be over before one has looked out for long waits at once. */
    private static final long WORTH_LOOKING_OUT_NANOS = 200_000;

    private static final VarHandle STATE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Parker.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** None where nobody outside may unpark: a connection's gate has a parker of its own, and there may be a million. */
    private final @Nullable Unparker unparker;

    // In one word, so that whoever changes it knows whom it concerns. Written by STATE alone.
    private volatile @Nullable Object state;

    private final @Nullable Spin spin;

    /** Creates a parker without a token. */
    public Parker() {
        spin = new Spin();
        unparker = new Unparker(this);
    }

    private Parker(@Nullable Spin spin, @Nullable Unparker unparker) {
        this.spin = spin;
        this.unparker = unparker;
    }

    /**
     * Creates a parker without a handle whose token comes from far away: nobody looks out for it, a park waits at
     * once.
     */
    static Parker forLongWaits() {
        return new Parker(null, null);
    }

    /**
     * Returns the handle that makes this parker's token available, always the same.
     *
     * @return the handle, to be shared freely
     */
    public Unparker unparker() {
        return requireNonNull(unparker);
    }

    /**
     * Takes the token, waiting for it as long as it takes.
     *
     * @throws InterruptedException if there was no token and the thread was or became interrupted; its
     *         interrupt status is cleared and no token is taken
     * @throws IllegalStateException if another thread is parked here at this moment
     */
    public void park() throws InterruptedException {
        if (!takeIdleToken() && !takeTokenThatComesAtOnce()) {
            await(false, 0);
        }
    }

    /**
     * Takes the token, waiting for it at most as long as given.
     *
     * @param timeout how long; a token that is there is taken even if it is zero or negative
     * @return why it returned; the token wins a tie
     * @throws InterruptedException if there was no token and the thread was or became interrupted; its
     *         interrupt status is cleared and no token is taken
     * @throws IllegalStateException if another thread is parked here at this moment
     */
    public UnparkReason park(Duration timeout) throws InterruptedException {
        return takeIdleToken() ? UnparkReason.UNPARKED : await(deadlineAfter(timeout));
    }

    /**
     * Takes the token, waiting for it at most until the deadline.
     *
     * @param deadlineNanos a value of {@link System#nanoTime()}, in nanoseconds, less than 2^63 ns (292
     *        years) away; a token that is there is taken even if the deadline is past
     * @return why it returned; the token wins a tie
     * @throws InterruptedException if there was no token and the thread was or became interrupted; its
     *         interrupt status is cleared and no token is taken
     * @throws IllegalStateException if another thread is parked here at this moment
     */
    public UnparkReason parkUntil(long deadlineNanos) throws InterruptedException {
        return takeIdleToken() ? UnparkReason.UNPARKED : await(deadlineNanos);
    }

    /** Returns the {@link System#nanoTime()} that is as far away as given, or as far as one can say. */
    static long deadlineAfter(Duration timeout) {
        // The conversion saturates. Half the range of nanoTime keeps comparison by subtraction right.
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        return System.nanoTime() + Math.clamp(nanos, 0, Long.MAX_VALUE / 2);
    }

    void unpark() {
        while (true) {
            Object seen = state;
            if (seen instanceof Thread thread) {
                if (STATE.compareAndSet(this, seen, HANDED)) {
                    LockSupport.unpark(thread);
                    return;
                }
            } else if (STATE.compareAndSet(this, seen, seen == null ? TOKEN : seen)) {
                // A write, even when the token is there: an unpark that merges must still publish its writes.
                return;
            }
        }
    }

    /** Takes a token that is there while no thread is parked; the path on which nobody waits. */
    private boolean takeIdleToken() {
        return state == TOKEN && STATE.compareAndSet(this, TOKEN, null);
    }

    private UnparkReason await(long deadlineNanos) throws InterruptedException {
        boolean looksOut = deadlineNanos - System.nanoTime() >= WORTH_LOOKING_OUT_NANOS;
        return looksOut && takeTokenThatComesAtOnce() ? UnparkReason.UNPARKED : await(true, deadlineNanos);
    }

    private boolean takeTokenThatComesAtOnce() {
        if (spin == null) {
            return false;
        }
        int looks = spin.looks();
        if (looks == 0) {
            return false;
        }
        for (int i = 0; i < looks; i++) {
            if (takeIdleToken()) {
                spin.found();
                return true;
            }
            Thread.onSpinWait();
        }
        spin.foundNothing();
        return false;
    }

    private UnparkReason await(boolean timed, long deadlineNanos) throws InterruptedException {
        Thread self = Thread.currentThread();
        while (!STATE.compareAndSet(this, null, self)) {
            Object seen = state;
            if (seen == TOKEN) {
                if (takeIdleToken()) {
                    return UnparkReason.UNPARKED;
                }
            } else if (seen != null) {
                throw alreadyParked(self, seen);
            }
        }
        // From here on an unpark knows that there is someone to wake, and nobody else takes the token or parks.
        try {
            while (state == self) {
                if (self.isInterrupted()) {
                    if (stopWaiting(self)) {
                        Thread.interrupted();
                        throw new InterruptedException();
                    }
                } else if (!timed) {
                    LockSupport.park(this);
                } else {
                    long remainingNanos = deadlineNanos - System.nanoTime();
                    if (remainingNanos > 0) {
                        LockSupport.parkNanos(this, remainingNanos);
                    } else if (stopWaiting(self)) {
                        return UnparkReason.TIMEOUT;
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            // The JDK could not park, for want of memory or stack: leaves as if this had never been here.
            if (!stopWaiting(self)) {
                STATE.getAndSet(this, TOKEN);
            }
            throw e;
        }
        // Read and written in one: an unpark that has merged since then is seen, too.
        STATE.getAndSet(this, null);
        return UnparkReason.UNPARKED;
    }

    /** Leaves without the token; false if it came at the last moment, which is then to be taken. */
    private boolean stopWaiting(Thread self) {
        return STATE.compareAndSet(this, self, null);
    }

    private static IllegalStateException alreadyParked(Thread self, Object other) {
        return new IllegalStateException("park by " + self + ", but "
                + (other == HANDED ? "another thread, which has just been unparked," : other) + " is parked");
    }

    @Override
    public String toString() {
        Object seen = state;
        if (seen == null) {
            return "Parker[no token]";
        }
        if (seen == TOKEN) {
            return "Parker[token]";
        }
        return seen == HANDED ? "Parker[token for the thread that is parked]"
                : "Parker[no token, parked " + seen + "]";
    }
}
