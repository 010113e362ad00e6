package dev.parkway.parker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A gate at which one thread takes its turns in order, the first, the second and so on; a {@link Parker} that
 * counts.
 *
 * <p>A parker's token saturates: a peer that gives two turns before the first is taken would lose one. So the
 * giver says how many turns it has given in all, the waiter waits for the k-th, and the parker is only the
 * wake-up. A count that is repeated, or comes late, does no harm.
 *
 * <p>One owner waits; one thread at a time gives; any thread may end the gate or expire a wait. Writes before
 * a turn was given are visible after it is taken. The gate has no timer: whoever wants waits to have a
 * deadline calls {@link #expireIfOverdue} from time to time, for all gates from one thread, so that a turn
 * costs neither a timer nor a look at the clock.
 */
public final class TurnGate {

    private static final long UNKNOWN = -1;
    private static final VarHandle WAITING;
    private static final VarHandle ENDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WAITING = lookup.findVarHandle(TurnGate.class, "waiting", long.class);
            ENDED = lookup.findVarHandle(TurnGate.class, "ended", TurnResult.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Parker parker = Parker.forLongWaits();

    // Written by the one giver.
    private volatile long received;
    private volatile long finalCount = UNKNOWN;

    // Set once, by whoever ends the gate first: written by ENDED.
    private volatile @Nullable TurnResult ended;

    // The number of the present wait, 0 while there is none. A wait has a number of its own, not its turn's,
    // so that what was found overdue is that wait and no later one, be it for the same turn.
    // Claimed and given back by the owner, by WAITING.
    private volatile long waiting;

    // How many waits there have been. Guarded by the claim of `waiting`.
    private long waits;

    // The number of the wait that was found overdue last. Written by the thread that checks deadlines, as are
    // the two below, which no one else reads.
    private volatile long overdue;
    private long watched;
    private long watchedSinceNanos;

    /** Creates a gate at which no turn has been given. */
    public TurnGate() {}

    /**
     * Takes a turn, waiting until it is given. Only the owner calls it.
     *
     * <p>When several reasons to return come together, the first of this list wins:
     * <ol>
     * <li>{@link TurnResult#TURN_TAKEN}: the turn has been given;
     * <li>{@link TurnResult#PEER_GONE}, or {@link TurnResult#REFUSED} if the peer gave none at all: the peer
     * has finished with fewer turns;
     * <li>the result that {@link #end} was called with;
     * <li>{@link TurnResult#DEADLINE_PASSED}: the wait was found overdue;
     * <li>{@link TurnResult#INTERRUPTED}: the thread is interrupted, and stays so.
     * </ol>
     *
     * @param turn which one, counted from 1
     * @return why the wait ended
     * @throws IllegalStateException if another thread waits here at this moment
     */
    public TurnResult await(long turn) {
        if (received >= turn) {
            return TurnResult.TURN_TAKEN;
        }
        long wait = startWaiting(turn);
        try {
            while (true) {
                TurnResult result = decide(turn, wait);
                if (result != null) {
                    return result;
                }
                parker.park();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            TurnResult result = decide(turn, wait);
            return result == null ? TurnResult.INTERRUPTED : result;
        } finally {
            WAITING.setRelease(this, 0L);
        }
    }

    private long startWaiting(long turn) {
        long wait = waits + 1;
        // The parker would find a second thread too, but late: it would have ended the first one's watch.
        if (!WAITING.compareAndSet(this, 0L, wait)) {
            throw new IllegalStateException(
                    "wait for turn " + turn + " by " + Thread.currentThread() + ", but another waits: "
                            + parker);
        }
        waits = wait;
        return wait;
    }

    private @Nullable TurnResult decide(long turn, long wait) {
        // Read from the weakest reason to the strongest: whoever sees a reason sees all that came before it,
        // so a turn that was given before the gate ended is never missed.
        boolean late = overdue == wait;
        TurnResult end = ended;
        long last = finalCount;
        if (received >= turn) {
            return TurnResult.TURN_TAKEN;
        }
        if (last != UNKNOWN) {
            return last == 0 ? TurnResult.REFUSED : TurnResult.PEER_GONE;
        }
        if (end != null) {
            return end;
        }
        return late ? TurnResult.DEADLINE_PASSED : null;
    }

    /**
     * Waits until the time is over, whatever else happens at this gate. Only the owner calls it.
     *
     * @param time how long; zero or less returns at once
     * @return true when the time is over, false if the thread is interrupted, which it stays
     */
    public boolean pause(Duration time) {
        if (!time.isPositive()) {
            return true;
        }
        long deadlineNanos = Parker.deadlineAfter(time);
        try {
            // Tokens that come meanwhile are wake-ups without a wait; the counts do not need them.
            UnparkReason reason;
            do {
                reason = parker.parkUntil(deadlineNanos);
            } while (reason == UnparkReason.UNPARKED && deadlineNanos - System.nanoTime() > 0);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits until the time is over or the gate is ended, whatever turns are given. Only the owner calls it.
     *
     * @param time how long; zero or less returns at once
     * @return nothing when the time is over; else what {@link #end} was called with, or
     *         {@link TurnResult#INTERRUPTED}, and the thread stays interrupted
     */
    public Optional<TurnResult> hold(Duration time) {
        if (!time.isPositive()) {
            return Optional.empty();
        }
        long deadlineNanos = Parker.deadlineAfter(time);
        try {
            while (ended == null && deadlineNanos - System.nanoTime() > 0) {
                UnparkReason _ = parker.parkUntil(deadlineNanos);
            }
            return Optional.ofNullable(ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(TurnResult.INTERRUPTED);
        }
    }

    /**
     * Says how many turns have been given so far. A count that is not above the one before changes nothing.
     *
     * @param count how many in all
     */
    public void give(long count) {
        if (count > received) {
            received = count;
            parker.unpark();
        }
    }

    /**
     * Gives the turns that are still missing, then says that the peer has finished and how many it has given in
     * all. Only the first call counts.
     *
     * @param count how many in all; not below any count given before
     */
    public void finish(long count) {
        if (finalCount == UNKNOWN) {
            if (count > received) {
                received = count;
            }
            finalCount = count;
            parker.unpark();
        }
    }

    /**
     * Ends every wait for a turn that has not been given, now and later. Only the first call counts.
     *
     * @param cause what those waits return; any result but {@link TurnResult#TURN_TAKEN}
     */
    public void end(TurnResult cause) {
        if (cause == TurnResult.TURN_TAKEN) {
            throw new IllegalArgumentException("a gate ends by a cause, not by " + cause);
        }
        if (ENDED.compareAndSet(this, null, cause)) {
            parker.unpark();
        }
    }

    /**
     * Ends the present wait if it has lasted too long. Called by one thread at a time, again and again: the
     * first call that meets a wait notices it, and the first that finds it overdue ends it. So a wait lasts up to
     * two intervals longer than its deadline, and is shorter by no more than the age of {@code nowNanos}.
     *
     * @param nowNanos the {@link System#nanoTime()} of this round, in nanoseconds
     * @param deadlineNanos how long a wait may last, in nanoseconds
     */
    public void expireIfOverdue(long nowNanos, long deadlineNanos) {
        long wait = (long) WAITING.getAcquire(this);
        if (wait != watched) {
            watched = wait;
            watchedSinceNanos = nowNanos;
        } else if (wait != 0 && overdue != wait && nowNanos - watchedSinceNanos >= deadlineNanos) {
            overdue = wait;
            parker.unpark();
        }
    }

    /** {@return how many turns have been given so far} */
    public long received() {
        return received;
    }

    /** {@return the peer's final count, or -1 while the peer has not finished} */
    public long finalCount() {
        return finalCount;
    }
}
