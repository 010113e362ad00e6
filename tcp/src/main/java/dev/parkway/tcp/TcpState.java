package dev.parkway.tcp;

import dev.parkway.script.State;

/** A state of a TCP connection, RFC 9293 §3.3.2, by its BSD-style name. */
public enum TcpState implements State {
    /** There is no connection. */
    CLOSED("no connection at all"),
    /** Waits for any peer's connection request. */
    LISTEN("waits for a connection request from any peer"),
    /** Has asked for a connection and waits for the answering request. */
    SYN_SENT("has sent its connection request and waits for the peer's"),
    /** Has both sent and received a connection request. */
    SYN_RCVD("has sent and received a connection request and waits for its own to be acknowledged"),
    /** Open in both directions. */
    ESTABLISHED("open: data may flow both ways"),
    /** Has closed its direction; neither acknowledged nor answered yet. */
    FIN_WAIT_1("has closed its direction and waits for the peer's FIN, or for its own to be acknowledged"),
    /** Its FIN is acknowledged; the peer's is still to come. */
    FIN_WAIT_2("its FIN is acknowledged; waits for the peer's"),
    /** The peer has closed; this side's user has not. */
    CLOSE_WAIT("the peer has closed; waits for this side's user to close"),
    /** Both have closed at once; its own FIN is not acknowledged yet. */
    CLOSING("both sides closed at once; waits for its own FIN to be acknowledged"),
    /** Has closed after the peer; waits for the last acknowledgement. */
    LAST_ACK("has closed after the peer and waits for its FIN to be acknowledged"),
    /** All is closed; stays until no old segment can be under way. */
    TIME_WAIT("all is closed; waits until the peer surely has the last ACK and no old segment is under way");

    private final String meaning;

    TcpState(String meaning) {
        this.meaning = meaning;
    }

    /**
     * Finds TCP's own object for a state of a record.
     *
     * @param state the state of a TCP connection
     * @return the state
     * @throws IllegalArgumentException if it is another protocol's
     */
    public static TcpState of(State state) {
        if (state instanceof TcpState of) {
            return of;
        }
        throw new IllegalArgumentException("not a state of TCP: " + state);
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
