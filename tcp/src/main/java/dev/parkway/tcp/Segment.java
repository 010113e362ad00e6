package dev.parkway.tcp;

import dev.parkway.script.Cause;
import dev.parkway.script.Token;

/** What a token stands for: a TCP segment, or nothing but a turn. The name is a label; it is not sent. */
public enum Segment implements Token {
    /** A connection request. */
    SYN("SYN", "SYN"),
    /** A connection request that acknowledges the peer's. */
    SYN_ACK("SYN+ACK", "SYN,ACK"),
    /** An acknowledgement alone. */
    ACK("ACK", "ACK"),
    /** The end of one direction. */
    FIN("FIN", "FIN"),
    /** A FIN that acknowledges the peer's FIN as well. */
    FIN_ACK("FIN+ACK", "FIN that also acknowledges the peer's FIN"),
    /** A reset. */
    RST("RST", "RST"),
    /** A reset with an acceptable acknowledgement: the answer to a SYN that nobody wants. */
    RST_ACK("RST+ACK", "RST with an acceptable ACK"),
    /** A SYN of an earlier connection, which the network delivers late. */
    OLD_SYN("dup", "old duplicate SYN"),
    /** A SYN+ACK that acknowledges something never sent: the answer to an old SYN. */
    BAD_SYN_ACK("bad", "SYN,ACK with an unacceptable ACK"),
    /** No segment: a turn that only makes the two sides alternate. */
    TURN("turn", "turn, no segment");

    private final String label;
    private final String meaning;
    // Made once: records are read by the million.
    @SuppressWarnings("ImmutableEnumChecker") // A record that holds this.
    private final Cause.Received received = new Cause.Received(this);

    Segment(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public boolean turn() {
        return this == TURN;
    }

    @Override
    public Cause.Received received() {
        return received;
    }

    /** Returns the label, as in {@code SYN+ACK}. */
    @Override
    public String toString() {
        return label;
    }
}
