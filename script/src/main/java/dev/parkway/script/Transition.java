package dev.parkway.script;

import org.jspecify.annotations.Nullable;

/**
 * One state that one side entered: a record of its history.
 *
 * <p>The counts are those of tokens given and taken before it. They alone give the order across both sides;
 * times are compared within one side only.
 *
 * @param side whose
 * @param ordinal its place among this side's records, from 1
 * @param from the state left; null for the first record
 * @param to the state entered
 * @param cause why; null for the first record
 * @param edge along which edge; null for the first record and for a crash
 * @param sent how many tokens this side had given
 * @param received how many tokens this side had taken
 * @param epochNanos when, in nanoseconds since 1970 by this side's clock, which must not step back
 */
public record Transition(Side side, int ordinal, @Nullable State from, State to, @Nullable Cause cause,
        @Nullable Edge edge, int sent, int received, long epochNanos) {

    /**
     * Says whether this record, of one side, must come before one of the other side: the other had taken a
     * token that this side gave after it.
     *
     * @param other a record of the other side
     * @return true if it happened before
     */
    public boolean happensBefore(Transition other) {
        return side == other.side ? ordinal < other.ordinal : sent < other.received;
    }

    /** Returns one line, as in {@code client 3: SYN_SENT -> ESTABLISHED (SYN+ACK)}. */
    @Override
    public String toString() {
        String who = side + " " + ordinal + ": ";
        return from == null ? who + to : who + from + " -> " + to + " (" + cause + ")";
    }
}
