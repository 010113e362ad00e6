package dev.parkway.connection;

import dev.parkway.script.Durations;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the state threads of a process have in common.
 *
 * @param durations how long timers run that scripts let run out, as TCP's 2MSL in TIME_WAIT
 * @param epochNanos the time of records, in nanoseconds since 1970; must not step back, as {@link EpochClock}
 *        does not
 * @param observer who is told of connections
 * @param pace who holds them back
 * @param hold how long a side is held before an edge that allows it, as TCP's ESTABLISHED side before it closes
 * @param timers who times their turns
 */
public record Conditions(Durations durations, LongSupplier epochNanos, Observer observer, Pace pace,
        Duration hold, TurnTimer.Maker timers) {

    /**
     * Sets conditions under which all timers run for the same time, or under which there is one only: 2MSL.
     *
     * @param timer how long they run
     * @param epochNanos the time of records, in nanoseconds since 1970
     * @param observer who is told of connections
     * @param pace who holds them back
     * @param hold how long a side is held before an edge that allows it
     * @param timers who times their turns
     */
    public Conditions(Duration timer, LongSupplier epochNanos, Observer observer, Pace pace, Duration hold,
            TurnTimer.Maker timers) {
        this(Durations.all(timer), epochNanos, observer, pace, hold, timers);
    }

    /**
     * Sets conditions under which nobody is held before an edge, and nobody times turns.
     *
     * @param timer how long all timers run
     * @param epochNanos the time of records, in nanoseconds since 1970
     * @param observer who is told of connections
     * @param pace who holds them back
     */
    public Conditions(Duration timer, LongSupplier epochNanos, Observer observer, Pace pace) {
        this(timer, epochNanos, observer, pace, Duration.ZERO, TurnTimer.Maker.NONE);
    }

    /**
     * Sets conditions under which nobody is held back.
     *
     * @param timer how long all timers run
     * @param epochNanos the time of records, in nanoseconds since 1970
     * @param observer who is told of connections
     */
    public Conditions(Duration timer, LongSupplier epochNanos, Observer observer) {
        this(timer, epochNanos, observer, Pace.none());
    }

    /**
     * Sets conditions under which nobody is held back, for a protocol with several timers.
     *
     * @param durations how long each of them runs
     * @param epochNanos the time of records, in nanoseconds since 1970
     * @param observer who is told of connections
     */
    public Conditions(Durations durations, LongSupplier epochNanos, Observer observer) {
        this(durations, epochNanos, observer, Pace.none(), Duration.ZERO, TurnTimer.Maker.NONE);
    }
}
