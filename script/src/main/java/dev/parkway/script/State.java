package dev.parkway.script;

/**
 * A state that a side of a protocol can be in. There is one object for each, so they can be compared by identity. Its
 * text is its name.
 */
public interface State {

    /** {@return its name, as scripts and records have it: {@code SYN_SENT}} */
    String name();

    /** {@return its place in {@link Protocol#states()}, from 0} */
    int ordinal();

    /** {@return what a side in this state has done and waits for, in a few words} */
    String meaning();
}
