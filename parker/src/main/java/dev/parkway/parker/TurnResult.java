package dev.parkway.parker;

/** Why a wait for a turn ended. Only {@link #TURN_TAKEN} is success; each other names its cause. */
public enum TurnResult {
    /** The turn was given and has been taken; it wins over every other reason. */
    TURN_TAKEN("turn taken"),
    /** The turn was not given within the time that a wait may last. */
    DEADLINE_PASSED("deadline passed"),
    /** The waiting thread was interrupted; its interrupt status is still set. */
    INTERRUPTED("interrupted"),
    /** The peer's thread has ended and will not give this turn. */
    PEER_GONE("peer gone"),
    /** The peer ended before it gave any turn: it did not want the connection. */
    REFUSED("refused"),
    /** The session with the peer's process broke and cannot be resumed. */
    SESSION_LOST("session lost"),
    /** Another process has taken the session over. */
    TAKEN_OVER("taken over"),
    /** This process is shutting down and its time of grace is over. */
    DRAINED("drained");

    private final String text;

    TurnResult(String text) {
        this.text = text;
    }

    /** Returns the words that logs and records use, as in {@code session lost}. */
    @Override
    public String toString() {
        return text;
    }
}
