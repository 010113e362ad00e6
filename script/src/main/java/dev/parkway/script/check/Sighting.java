package dev.parkway.script.check;

import dev.parkway.script.Side;
import dev.parkway.script.State;
import dev.parkway.script.Transition;

/**
 * A record as an onlooker of both sides saw it go by, in a transcript or a live watch.
 *
 * @param connection the connection's name
 * @param side which side entered the state
 * @param ordinal the record's place among that side's records, from 1
 * @param state the state entered
 */
public record Sighting(String connection, Side side, int ordinal, State state) {

    /**
     * Notes that a record went by.
     *
     * @param connection the connection's name
     * @param record the record
     * @return the sighting
     */
    public static Sighting of(String connection, Transition record) {
        return new Sighting(connection, record.side(), record.ordinal(), record.to());
    }
}
