package dev.parkway.connection;

/** What an {@link Observer} makes of one side of one connection. Called on that side's state thread. */
@FunctionalInterface
public interface Observation {

    /** Makes nothing of it. */
    Observation NONE = ordinal -> {};

    /**
     * Is told of a record that has just been made, before the token that announces it is given. The history
     * holds this record and all before it.
     *
     * @param ordinal which record, from 1
     */
    void entered(int ordinal);

    /** Is told that the side has ended, before the peer is: no record follows, the outcome is known. */
    default void ended() {}
}
