package dev.parkway.parker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
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
    private static final VarHandle AWAITED;

    static {
        try {
            AWAITED = MethodHandles.lookup().findVarHandle(TurnGate.class, "awaited", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Parker parker = new Parker();

    // Written by the one giver.
    private volatile long received;
    private volatile long finalCount = UNKNOWN;

    // Set once, by whoever ends the gate first; guarded by this for writing.
    private volatile @Nullable TurnResult ended;

    // Written by the owner: the turn that it waits for, 0 while it does not.
    private volatile long awaited;

    // Written by the thread that checks deadlines; the first is read by the owner.
    private volatile long expired;
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
        AWAITED.setRelease(this, turn);
        try {
            while (true) {
                TurnResult result = decide(turn);
                if (result != null) {
                    return result;
                }
                parker.park();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            TurnResult result = decide(turn);
            return result == null ? TurnResult.INTERRUPTED : result;
        } finally {
            AWAITED.setRelease(this, 0);
        }
    }

    private @Nullable TurnResult decide(long turn) {
        if (received >= turn) {
            return TurnResult.TURN_TAKEN;
        }
        long last = finalCount;
        if (last != UNKNOWN) {
            // The final count is written after the turns that it counts: look at those once more.
            if (received >= turn) {
                return TurnResult.TURN_TAKEN;
            }
            return last == 0 ? TurnResult.REFUSED : TurnResult.PEER_GONE;
        }
        TurnResult end = ended;
        if (end != null) {
            return end;
        }
        return expired == turn ? TurnResult.DEADLINE_PASSED : null;
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
            while (parker.parkUntil(deadlineNanos) == UnparkReason.UNPARKED) {
                if (deadlineNanos - System.nanoTime() <= 0) {
                    return true;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
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
     * Says that the peer has finished and how many turns it has given in all. Only the first call counts.
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
     * @param cause what those waits return
     */
    public void end(TurnResult cause) {
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = cause;
        }
        parker.unpark();
    }

    /**
     * Ends the present wait if it has lasted too long. Called by one thread at a time, again and again: a wait
     * is noticed by the first call that meets it, and so ends between one and two intervals late.
     *
     * @param nowNanos the {@link System#nanoTime()} of this round, in nanoseconds
     * @param deadlineNanos how long a wait may last, in nanoseconds
     */
    public void expireIfOverdue(long nowNanos, long deadlineNanos) {
        long turn = (long) AWAITED.getAcquire(this);
        if (turn != watched) {
            watched = turn;
            watchedSinceNanos = nowNanos;
        } else if (turn != 0 && nowNanos - watchedSinceNanos >= deadlineNanos && expired != turn) {
            expired = turn;
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
