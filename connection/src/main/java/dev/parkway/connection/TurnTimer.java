package dev.parkway.connection;

import dev.parkway.parker.TurnResult;
import java.util.List;

/**
 * Someone who times the turns of one side of one connection. Called on its state thread alone, so it needs no
 * locks of its own; it must be quick. What it does not care for costs nothing.
 */
public interface TurnTimer {

    /** Times nothing. */
    TurnTimer NONE = new TurnTimer() {
    };

    /** The side is about to give its peer a turn. */
    default void given() {}

    /** The side is about to wait for a turn. */
    default void waits() {}

    /**
     * That wait is over.
     *
     * @param result why
     */
    default void waited(TurnResult result) {}

    /** Makes a timer for each side of a connection that begins. Any thread may call it. */
    @FunctionalInterface
    interface Maker {

        /** Makes timers that time nothing. */
        Maker NONE = history -> TurnTimer.NONE;

        /**
         * Makes a timer.
         *
         * @param history of the side that begins
         * @return its timer
         */
        TurnTimer begin(History history);
    }

    /**
     * Returns a maker whose timers tell several. Of those that time nothing it makes {@link #NONE}.
     *
     * @param makers whose timers
     * @return all of them as one
     */
    static Maker all(List<Maker> makers) {
        return switch (makers.size()) {
            case 0 -> Maker.NONE;
            case 1 -> makers.getFirst();
            default -> {
                List<Maker> copy = List.copyOf(makers);
                yield history -> TurnTimers.begin(copy, history);
            }
        };
    }
}
