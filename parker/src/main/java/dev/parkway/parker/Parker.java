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

    // Two bits. They are apart so that a token can be there for a thread that has not woken up yet, and a
    // second thread sees both facts in one look: with one word for "token" it could take the first one's.
    private static final int EMPTY = 0;
    private static final int TOKEN = 1;
    private static final int PARKED = 2;

    /** A timed park that may be over before one has looked out for long waits at once. */
    private static final long WORTH_LOOKING_OUT_NANOS = 200_000;

    private static final VarHandle STATE;
    private static final VarHandle WAITER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Parker.class, "state", int.class);
            WAITER = lookup.findVarHandle(Parker.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** None where nobody outside may unpark: a connection's gate has a parker of its own, and there may be a million. */
    private final @Nullable Unparker unparker;

    // Any thread sets TOKEN; the waiter alone sets and clears PARKED. Written by STATE alone.
    private volatile int state = EMPTY;

    /**
     * The thread inside a park that did not find the token at once. Claimed by compare-and-set before it sets
     * PARKED and released after it has cleared it, so an unpark that meets PARKED finds the thread to wake.
     */
    private volatile @Nullable Thread waiter;

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
        // Always a write, even when the token is there: an unpark that merges must still publish its writes.
        // One that finds token and thread leaves the waking to the unpark that brought the token.
        if ((int) STATE.getAndBitwiseOr(this, TOKEN) == PARKED) {
            LockSupport.unpark(waiter);
        }
    }

    /** Takes a token that is there while no thread is parked; the path on which nobody waits. */
    private boolean takeIdleToken() {
        return state == TOKEN && STATE.compareAndSet(this, TOKEN, EMPTY);
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
        Thread other = (Thread) WAITER.compareAndExchange(this, null, self);
        if (other != null) {
            throw alreadyParked(self, other);
        }
        try {
            while (true) {
                int seen = state;
                if ((seen & TOKEN) != 0) {
                    // Fails if the token came before PARKED was set and another thread took it idle.
                    if (STATE.compareAndSet(this, seen, EMPTY)) {
                        return UnparkReason.UNPARKED;
                    }
                } else if (seen == EMPTY) {
                    // Then look again: from here on an unpark knows that there is someone to wake.
                    STATE.compareAndSet(this, EMPTY, PARKED);
                } else if (self.isInterrupted()) {
                    if (stopWaiting()) {
                        Thread.interrupted();
                        throw new InterruptedException();
                    }
                } else if (!timed) {
                    LockSupport.park(this);
                } else {
                    long remainingNanos = deadlineNanos - System.nanoTime();
                    if (remainingNanos > 0) {
                        LockSupport.parkNanos(this, remainingNanos);
                    } else if (stopWaiting()) {
                        return UnparkReason.TIMEOUT;
                    }
                }
            }
        } finally {
            waiter = null;
        }
    }

    /** Leaves without the token; false if it came at the last moment, which is then to be taken. */
    private boolean stopWaiting() {
        return STATE.compareAndSet(this, PARKED, EMPTY);
    }

    private static IllegalStateException alreadyParked(Thread self, Thread other) {
        return new IllegalStateException("park by " + self + ", but " + other + " is parked");
    }

    @Override
    public String toString() {
        Thread thread = waiter;
        String token = (state & TOKEN) != 0 ? "token" : "no token";
        return "Parker[" + token + (thread == null ? "" : ", parked " + thread) + "]";
    }
}
