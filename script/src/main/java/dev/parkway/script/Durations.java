package dev.parkway.script;

import java.time.Duration;

/** How long each timer of a protocol runs until it runs out. */
@FunctionalInterface
public interface Durations {

    /**
     * {@return how long a timer runs}
     *
     * @param timer one that scripts let run out
     */
    Duration of(Cause.Timer timer);

    /**
     * {@return the same for every timer}
     *
     * @param duration how long all of them run
     */
    static Durations all(Duration duration) {
        return timer -> duration;
    }
}
