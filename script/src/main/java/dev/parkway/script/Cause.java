package dev.parkway.script;

/** Why a side entered a state. Its text is what records and logs show, and what {@link Protocol#cause} reads back. */
public sealed interface Cause {

    /** The side's state was lost in a crash: an event of the environment, not of the protocol. */
    Cause CRASH = Crash.CRASH;

    /**
     * {@return how a script names the cause in front of the state, as in {@code (ABORT)}; empty if it cannot}
     */
    String word();

    /**
     * A token was taken.
     *
     * @param token what it stands for
     */
    record Received(Token token) implements Cause {
        @Override
        public String word() {
            return "";
        }

        @Override
        public String toString() {
            return token.toString();
        }
    }

    /** A call of the side's own user. */
    non-sealed interface Call extends Cause {

        /** {@return its place in {@link Protocol#calls()}, from 0} */
        int ordinal();
    }

    /** A timer of this side ran out. */
    non-sealed interface Timer extends Cause {

        /** {@return its place in {@link Protocol#timers()}, from 0} */
        int ordinal();

        /** {@return whether a script that names it lets it run out; if not, it is a cause and no time passes} */
        boolean passes();
    }

    /** What befalls a side from outside its protocol. */
    enum Crash implements Cause {
        /** The side forgets where it was. */
        CRASH;

        @Override
        public String word() {
            return toString();
        }
    }

    /**
     * A wait ended otherwise than by its turn.
     *
     * @param words how, as in {@code session lost}
     */
    record Ended(String words) implements Cause {

        /**
         * Checks the words.
         *
         * @throws IllegalArgumentException if they are blank
         */
        public Ended {
            if (words.isBlank()) {
                throw new IllegalArgumentException("not the end of a wait: \"" + words + "\"");
            }
        }

        @Override
        public String word() {
            return "";
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
