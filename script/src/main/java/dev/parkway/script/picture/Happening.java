package dev.parkway.script.picture;

import dev.parkway.script.Transition;

/** What a picture shows on a side's lifeline. */
sealed interface Happening {

    /** The side entered a state. */
    record Entered(Transition record) implements Happening {}

    /** The side gave a token, its k-th. */
    record Given(int token) implements Happening {}

    /** The side took a token, the peer's k-th. */
    record Taken(int token) implements Happening {}
}
