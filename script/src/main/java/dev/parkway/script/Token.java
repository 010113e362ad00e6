package dev.parkway.script;

/**
 * What an unpark token stands for in a protocol: a message, or nothing but a turn. It is a label in both sides' scripts
 * and is not sent. Its text is that label, as in {@code SYN+ACK}.
 */
public interface Token {

    /** {@return its place in {@link Protocol#tokens()}, from 0} */
    int ordinal();

    /** {@return what it stands for, in the protocol's own terms} */
    String meaning();

    /** {@return whether it stands for no message: a turn that only makes the two sides alternate} */
    boolean turn();

    /** {@return what a move is caused by that this token causes} */
    default Cause.Received received() {
        return new Cause.Received(this);
    }
}
