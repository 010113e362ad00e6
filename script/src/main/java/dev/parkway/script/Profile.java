package dev.parkway.script;

/** A variant of a scenario: which tokens its scripts may use. Its text is its name, as in {@code lockstep}. */
public interface Profile {

    /** {@return whether scripts may use turns, tokens that stand for no message} */
    boolean turns();
}
