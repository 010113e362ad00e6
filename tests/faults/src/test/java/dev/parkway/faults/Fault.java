package dev.parkway.faults;

import java.time.Duration;

/** What the transport does when something crosses it. */
sealed interface Fault {

    /** Lets it through. */
    static Fault none() {
        return new None();
    }

    /** Who learns at once that a stream is cut. */
    enum Notice {
        BOTH,
        /** The server takes it for sound, and may still get what was under way, until a later one has begun. */
        CLIENT_FIRST,
        /** The client takes it for sound for a while, and what it sends goes nowhere. */
        SERVER_FIRST
    }

    /** Goes wrong not at all. */
    record None() implements Fault {}

    /** Breaks the stream, after what crosses has been delivered or before. */
    record Cut(boolean delivered, Notice notice) implements Fault {}

    /** Lets it through, and nothing more in this direction for a while. */
    record Hold(Duration time) implements Fault {}

    /** Delivers an attach again once it is taken, or only a later one is; the answers to that go nowhere. */
    record Duplicate(boolean late) implements Fault {}

    /**
     * Delivers an attach only after the client has been told that it failed: before the next one, or when that
     * has overtaken it.
     */
    record Delay(boolean overtaken) implements Fault {}

    /** One word for counting. */
    default String kind() {
        return switch (this) {
            case None _ -> "none";
            case Cut _ -> "cuts";
            case Hold _ -> "holds";
            case Duplicate _ -> "duplicates";
            case Delay(boolean overtaken) -> overtaken ? "overtaken" : "delayed";
        };
    }
}
