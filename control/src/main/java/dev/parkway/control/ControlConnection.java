package dev.parkway.control;

import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One side of one connection: the gate at which its thread takes turns, and the peer to whom it gives them,
 * which is a thread of another process.
 *
 * <p>All calls but the getters belong to the one thread that runs this side. A turn given is on its way when
 * {@link #unpark()} returns, and never blocks: while the stream is busy only the newest count is kept.
 */
public final class ControlConnection extends MarkQueue.Mark implements Peer {

    static final int OWN_ENDED = 1;
    static final int PEER_ENDED = 2;
    static final int LAST_ACKNOWLEDGED = 4;
    /** The own end stands in the outbox, where a half-close that comes now finds it. */
    static final int END_MARKED = 8;

    private static final VarHandle PROGRESS;

    static {
        try {
            PROGRESS = MethodHandles.lookup().findVarHandle(ControlConnection.class, "progress", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TokenSession session;
    private final long number;
    private final boolean opener;
    private final TurnGate gate = new TurnGate();

    // Written by the owning thread.
    private volatile long sent;
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

    /** Gives the peer its next turn. */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void unpark() {
        if (ownEnded()) {
            throw new IllegalStateException("unpark after finish on connection " + this);
        }
        // One writer: no atomic increment needed.
        sent = sent + 1;
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

    /** Says that this side's thread has ended; no turn follows. */
    @Override
    public void finish() {
        markEnd();
        session.flush();
    }

    /** The same on a gRPC thread: a connection that is refused ends before it began. */
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
        long count = sent;
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
