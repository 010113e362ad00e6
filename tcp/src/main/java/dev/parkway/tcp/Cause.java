package dev.parkway.tcp;

import java.util.Optional;

/** Why a side entered a state. Its text is what records and logs show, and what {@link #of} reads back. */
public sealed interface Cause {

    /** The connection's state was lost in a crash: an event of the environment, not of the RFC. */
    Cause CRASH = Event.CRASH;

    /**
     * A segment arrived.
     *
     * @param segment which one
     */
    record Received(Segment segment) implements Cause {
        @Override
        public String toString() {
            return segment.toString();
        }
    }

    /** A call of the local user. */
    enum UserCall implements Cause {
        /** Asks for a connection. */
        ACTIVE_OPEN("active OPEN"),
        /** Agrees to be asked for one. */
        PASSIVE_OPEN("passive OPEN"),
        /** Sends data. */
        SEND("SEND"),
        /** Has no more to send. */
        CLOSE("CLOSE"),
        /** Gives the connection up at once. */
        ABORT("ABORT");

        private final String text;

        UserCall(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A timer of this side ran out. */
    enum Timer implements Cause {
        /** TIME_WAIT has lasted twice the maximum segment lifetime. */
        TWO_MSL("2MSL timeout"),
        /** The user's patience, or the limit of retransmissions, is at its end. */
        USER("user timeout");

        private final String text;

        Timer(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What befalls a side from outside TCP. */
    enum Event implements Cause {
        /** The side forgets its connection. */
        CRASH
    }

    /**
     * A wait ended otherwise than by its turn.
     *
     * @param words how, as in {@code session lost}
     */
    record Ended(String words) implements Cause {
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Names the end of a wait as a cause.
     *
     * @param words how it ended, as in {@code session lost}
     * @return the cause
     * @throws IllegalArgumentException if the words are blank or are another cause's text
     */
    static Cause ended(String words) {
        if (words.isBlank() || named(words).isPresent()) {
            throw new IllegalArgumentException("not the end of a wait: \"" + words + "\"");
        }
        return new Ended(words);
    }

    /**
     * Reads a cause back from its text.
     *
     * @param text what {@code toString} gave
     * @return the cause; any words that name no other cause are the end of a wait
     * @throws IllegalArgumentException if the text is blank
     */
    static Cause of(String text) {
        Optional<Cause> named = named(text);
        return named.isPresent() ? named.get() : ended(text);
    }

    private static Optional<Cause> named(String text) {
        Optional<Segment> segment = Segment.labelled(text);
        if (segment.isPresent()) {
            return Optional.of(new Received(segment.get()));
        }
        for (Cause cause : Named.ALL) {
            if (cause.toString().equals(text)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }
}
