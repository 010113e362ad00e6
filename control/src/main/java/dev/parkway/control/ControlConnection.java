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
    /** Both threads have ended: the finish line. */
    static final int FINISHED = OWN_ENDED | PEER_ENDED;
    /** Nothing is left to say to either side. */
    static final int FORGETTABLE = FINISHED | LAST_ACKNOWLEDGED;

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

    // What the present stream has been told; guarded by the outbox's lock.
    private long toldCount;
    private boolean toldLast;

    /** A connection whose count of 0 is news to the peer (it opens it), or is not. */
    ControlConnection(TokenSession session, long number, boolean opener) {
        this.session = session;
        this.number = number;
        this.opener = opener;
        this.toldCount = opener ? -1 : 0;
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
        if ((progress & OWN_ENDED) != 0) {
            throw new IllegalStateException("unpark after finish on connection " + this);
        }
        // One writer: no atomic increment needed.
        sent = sent + 1;
        session.tell(this);
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
        int before = (int) PROGRESS.getAndBitwiseOr(this, OWN_ENDED);
        if ((before & OWN_ENDED) != 0) {
            throw new IllegalStateException("finish twice on connection " + this);
        }
        session.tell(this);
        session.ownEnded();
        if ((before & PEER_ENDED) != 0) {
            session.finished();
        }
    }

    /** Notes how far this connection has come; returns what it was before. */
    int advance(int bit) {
        return (int) PROGRESS.getAndBitwiseOr(this, bit);
    }

    int progress() {
        return progress;
    }

    /** How many turns were given; read after {@link #progress()} it is final if that says so. */
    long sent() {
        return sent;
    }

    /** Notes what the stream is being told; false if it knows that already. Guarded by the outbox's lock. */
    boolean isNews(long count, boolean last) {
        if (count == toldCount && last == toldLast) {
            return false;
        }
        toldCount = count;
        toldLast = last;
        return true;
    }

    @Override
    public String toString() {
        return session.name() + "/" + number;
    }
}
