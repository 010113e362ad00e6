package dev.parkway.script.check;

import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.util.List;

/**
 * One side's records of one connection.
 *
 * @param connection the connection's name, the same on both sides
 * @param side whose records
 * @param transitions the records, in this side's order; none if nothing is known of this side
 */
public record Trace(String connection, Side side, List<Transition> transitions) {

    /** Copies the records. */
    public Trace {
        transitions = List.copyOf(transitions);
    }
}
