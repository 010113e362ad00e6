package dev.parkway.connection;

import java.time.Duration;

/**
 * Holds state threads back: to spread a connection's turns out in time, or to step through it by hand.
 *
 * <p>A side is held before each of its moves: before it enters a state other than its first, and before it
 * answers a token without entering one. What it did before is recorded and announced; its peer waits as for any turn. A side that is
 * held learns of the end of its session only when it is let go.
 */
@FunctionalInterface
public interface Pace {

    /**
     * Returns when the calling state thread may go on. It may wait as long as it likes; where another thread lets it
     * go, best by parking on a {@link dev.parkway.parker.Parker} of its own.
     *
     * @param history the side that is about to move
     * @return true if it may go on, false if the thread is interrupted, which it stays
     */
    boolean hold(History history);

    /** {@return a pace that holds nobody back} */
    static Pace none() {
        return history -> true;
    }

    /**
     * Returns a pace that lets the same time pass before each move.
     *
     * @param time how long
     * @return the pace
     */
    static Pace every(Duration time) {
        return history -> {
            try {
                Thread.sleep(time);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }
}
