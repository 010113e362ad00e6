package dev.parkway.operation;

import java.time.Duration;

/** How fast a connection's sides move. */
sealed interface Rate {

    /** As fast as the process lets all of them. */
    record Run() implements Rate {}

    /** Not at all, but for single moves. */
    record Hold() implements Rate {}

    /** After a delay before each move. */
    record Delay(Duration time) implements Rate {}
}
