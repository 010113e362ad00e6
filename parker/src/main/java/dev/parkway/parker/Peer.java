package dev.parkway.parker;

/**
 * The other side of a connection as its thread sees it: someone to give turns to. It may be a thread of the
 * same process or of another one.
 */
public interface Peer {

    /**
     * Gives the peer its next turn. Never blocks. What the caller recorded before is recorded before anything
     * that the peer does after taking this turn. Only the owning thread calls it, and not after
     * {@link #finish()}.
     */
    void unpark();

    /**
     * Sees that the peer hears of this side although no turn has been given yet. To be called before a wait
     * that comes before the first {@link #unpark()}; never blocks.
     */
    default void flush() {}

    /**
     * Says that the caller's thread has ended and gives no more turns: its share of the finish line. To be
     * called once, after the thread's final state is recorded.
     */
    void finish();
}
