package dev.parkway.connection;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the state threads of a process have in common.
 *
 * @param twoMsl how long TIME_WAIT lasts
 * @param epochNanos the time of records, in nanoseconds since 1970; must not step back, as {@link EpochClock}
 *        does not
 * @param observer who is told of connections
 * @param pace who holds them back
 * @param hold how long a side stays ESTABLISHED before it closes
 * @param timers who times their turns
 */
public record Conditions(Duration twoMsl, LongSupplier epochNanos, Observer observer, Pace pace,
        Duration hold, TurnTimer.Maker timers) {

    /**
     * Sets conditions under which connections are closed as soon as they are established, and nobody times turns.
     *
     * @param twoMsl how long TIME_WAIT lasts
     * @param epochNanos the time of records, in nanoseconds since 1970
     * @param observer who is told of connections
     * @param pace who holds them back
     */
    public Conditions(Duration twoMsl, LongSupplier epochNanos, Observer observer, Pace pace) {
        this(twoMsl, epochNanos, observer, pace, Duration.ZERO, TurnTimer.Maker.NONE);
    }

    /**
     * Sets conditions under which nobody is held back.
     *
     * @param twoMsl how long TIME_WAIT lasts
     * @param epochNanos the time of records, in nanoseconds since 1970
     * @param observer who is told of connections
     */
    public Conditions(Duration twoMsl, LongSupplier epochNanos, Observer observer) {
        this(twoMsl, epochNanos, observer, Pace.none());
    }
}
