package dev.parkway.control;

import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One side of one connection: its thread parks here, and unparks the peer's thread, which is in another process.
 *
 * <pre>{@code
 * connection.unpark(); // gives the peer its next turn
 * connection.park();   // waits for one's own
 * }</pre>
 *
 * <p>All calls but the getters belong to the one thread that runs this side. A turn given is on its way when
 * {@link #unpark()} returns, and never blocks: while the stream is busy only the newest count is kept. Turns are
 * counted, so none is lost or taken twice, however often the stream breaks.
 *
 * <p>Whatever this thread did before its k-th unpark comes before anything that the peer's thread does after its
 * k-th park. Those who would rather have a value than an exception wait at the {@link #gate()}, and count turns
 * themselves.
 */
public final class ControlConnection extends MarkQueue.Mark implements Peer, AutoCloseable {

    /** How many turns to allow on a connection where nothing is known of them: any number. */
    public static final long ANY_TURNS = Long.MAX_VALUE;

    static final int OWN_ENDED = 1;
    static final int PEER_ENDED = 2;
    static final int LAST_ACKNOWLEDGED = 4;
    /** The own end stands in the outbox, where a half-close that comes now finds it. */
    static final int END_MARKED = 8;

    private static final VarHandle PROGRESS;
    private static final VarHandle SENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PROGRESS = lookup.findVarHandle(ControlConnection.class, "progress", int.class);
            SENT = lookup.findVarHandle(ControlConnection.class, "sent", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TokenSession session;
    private final long number;
    private final boolean opener;
    private final TurnGate gate = new TurnGate();

    // Written by the owning thread, through SENT.
    @SuppressWarnings("UnusedVariable")
    private long sent;
    // How many turns park() has taken; the owning thread's.
    private long taken;
    // Written by PROGRESS alone.
    @SuppressWarnings("UnusedVariable")
    private volatile int progress;

    // What was told last and on which attach; guarded by the outbox's lock.
    private long toldOnAttach;
    private long toldCount;
    private boolean toldLast;
    private long toldInBatch;

    /** One side of a connection, which it has opened or accepted. */
    ControlConnection(TokenSession session, long number, boolean opener) {
        this.session = session;
        this.number = number;
        this.opener = opener;
    }

    /** {@return the connection's number within its session, from 1} */
    public long number() {
        return number;
    }

    /** {@return the session's public name} */
    public String session() {
        return session.name();
    }

    /** {@return where this side's thread takes its turns; all other callers only look} */
    public TurnGate gate() {
        return gate;
    }

    /**
     * Takes this side's next turn, waiting until the peer gives it.
     *
     * @throws NoTurnException if it will not come, and says why; a later park waits for the same turn
     * @throws InterruptedException if the thread was interrupted before the turn came; its interrupt status is
     *         cleared, and a later park waits for the same turn
     * @throws IllegalStateException if another thread waits for a turn of this connection
     */
    public void park() throws InterruptedException {
        TurnResult result = gate.await(taken + 1);
        switch (result) {
            case TURN_TAKEN -> taken++;
            case INTERRUPTED -> {
                Thread.interrupted();
                throw new InterruptedException();
            }
            case DEADLINE_PASSED, PEER_GONE, REFUSED, SESSION_LOST, TAKEN_OVER, DRAINED ->
                throw new NoTurnException(this, taken + 1, result);
        }
    }

    /**
     * Gives the peer its next turn, and does not wait. What this thread did before, the peer sees after the park that
     * takes the turn.
     *
     * @throws IllegalStateException after {@link #finish()}
     */
    @Override
    public void unpark() {
        if (ownEnded()) {
            throw new IllegalStateException("unpark after finish on connection " + this);
        }
        // One writer, and the mark publishes it: neither an atomic increment nor a fence of its own.
        SENT.setRelease(this, (long) SENT.get(this) + 1);
        session.mark(this);
        session.flush();
    }

    /** Sees that what was said so far is on its way: an opening that gives no turn yet. */
    @Override
    public void flush() {
        if (opener) {
            session.flush();
        }
    }

    /**
     * Says that this side's thread has ended; no turn follows.
     *
     * @throws IllegalStateException if it was said before
     */
    @Override
    public void finish() {
        markEnd();
        session.flush();
    }

    /**
     * Meets the peer at the finish line: says that this side's thread has ended unless that was said, then waits
     * until the peer's has too, or will never say so; crossbeam's {@code WaitGroup} for two. An interrupt ends
     * the wait and stays set. It lasts as long as the peer lives, but no longer than the session's wait deadline.
     *
     * @throws IllegalStateException if another thread waits for a turn of this connection
     */
    @Override
    public void close() {
        if (!ownEnded()) {
            finish();
        }
        // A turn that nobody gives: the wait ends as the peer does, or with the session, or at its deadline.
        var _ = gate.await(ANY_TURNS);
    }

    /** Says the end on a thread that serves others, too: a connection that is refused ends before it began. */
    void refuse() {
        markEnd();
        session.ready();
    }

    private void markEnd() {
        if ((advance(OWN_ENDED) & OWN_ENDED) != 0) {
            throw new IllegalStateException("finish twice on connection " + this);
        }
        session.mark(this);
        session.connections().ownEnded();
        // Not before: who waits at the finish line half-closes, and this end is to leave first.
        if (SessionRules.finishes(true, (advance(END_MARKED) & PEER_ENDED) != 0)) {
            session.connections().finished();
        }
    }

    /** The peer's thread has ended; says whether that is the finish line. */
    boolean peerEnded() {
        int before = advance(PEER_ENDED);
        return (before & PEER_ENDED) == 0 && SessionRules.finishes((before & END_MARKED) != 0, true);
    }

    /** Notes how far this connection has come; says whether it can be forgotten now. */
    boolean forgettableAfter(int bit) {
        int now = advance(bit) | bit;
        return SessionRules.forgets(
                (now & OWN_ENDED) != 0, (now & PEER_ENDED) != 0, (now & LAST_ACKNOWLEDGED) != 0);
    }

    /** Notes how far this connection has come; returns what it was before. */
    int advance(int bit) {
        return (int) PROGRESS.getAndBitwiseOr(this, bit);
    }

    /** Whether both threads have said their ends, this side's in its outbox or not. */
    boolean bothEnded() {
        return (progress & (OWN_ENDED | PEER_ENDED)) == (OWN_ENDED | PEER_ENDED);
    }

    boolean ownEnded() {
        return (progress & OWN_ENDED) != 0;
    }

    /**
     * Adds what an attach's stream has not been told yet to its next batch, as a token; nothing if there is nothing,
     * or if the batch has a token of this connection. A stream that has been told nothing of this connection is told
     * even a count of 0. Guarded by the outbox's lock.
     *
     * @return whether it added the last
     */
    boolean tell(long attach, long batch, TokenBatch.Builder tokens) {
        // In this order: a count that is read after the end is the final one.
        boolean last = ownEnded();
        long count = (long) SENT.getAcquire(this);
        if (toldInBatch == batch || (attach == toldOnAttach && count == toldCount && last == toldLast)) {
            return false;
        }
        if (toldOnAttach != attach && toldOnAttach != 0) {
            session.connections().traffic().restated();
        }
        if (count - toldCount > 1) {
            session.connections().traffic().merged(count - toldCount - 1);
        }
        toldOnAttach = attach;
        toldInBatch = batch;
        toldCount = count;
        toldLast = last;
        tokens.add(number, count, last);
        return last;
    }

    @Override
    public String toString() {
        return session.name() + "/" + number;
    }
}
