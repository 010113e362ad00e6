package dev.parkway.control;

/** What one side of a session does with its connections. */
public interface ConnectionHandler {

    /** {@return how many turns this side's thread takes on one connection; a peer that gives more is at fault} */
    long turnsPerConnection();

    /**
     * The peer has opened a connection. Called on a thread that serves others, too: it must not block, but start a
     * thread that takes its turns at {@link ControlConnection#gate()} and calls {@link ControlConnection#finish()} at
     * the end.
     *
     * @param connection the new connection
     */
    void accept(ControlConnection connection);

    /**
     * The session is over; its connections' waits have been ended. Called once, on any thread: it must not
     * block.
     *
     * @param end how
     */
    default void ended(SessionEnd end) {}
}
