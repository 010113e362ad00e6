package dev.parkway.control;

/**
 * The rules that the session model plays by. Only the first are right; they are the code's own wherever the
 * code has them as a function ({@link SessionRules}). Each of the others differs in one point, and a search
 * that finds nothing wrong with it is worth nothing.
 */
enum ModelDesign {

    /** What {@code control} does. */
    RIGHT("the design"),

    DIFFERENCES("a token says how many turns are new, not how many there are") {
        @Override
        int says(int given, int told) {
            return given - Math.max(told, 0);
        }

        @Override
        int reads(int said, int received) {
            return received + said;
        }
    },

    FORGETS_UNACKNOWLEDGED("forgets without acknowledgement") {
        @Override
        boolean awaitsAcknowledgement() {
            return false;
        }
    },

    OPENS_IN_ANY_ORDER("opens connections in any order") {
        @Override
        boolean opensInOrder() {
            return false;
        }
    },

    RESTATES_NOTHING("restates nothing after a break") {
        @Override
        boolean restates() {
            return false;
        }
    },

    RESUME_CREATES("a resume of an unknown session creates it anew") {
        @Override
        boolean resumeCreates() {
            return true;
        }
    },

    HEARS_OLDER("an older stream's acknowledgements count for the new attach") {
        @Override
        boolean hearsOlder() {
            return true;
        }
    },

    LAST_WAKES_NOBODY("last does not wake the waiter") {
        @Override
        boolean lastWakes() {
            return false;
        }
    },

    CHOOSES_STREAM_EARLY("the flusher chooses its stream before an attach, and takes the marks after it") {
        @Override
        boolean choosesStreamEarly() {
            return true;
        }
    },

    EMPTY_OWES("empty batches owe an acknowledgement") {
        @Override
        boolean owes(boolean tokens) {
            return true;
        }
    },

    SILENT_REFUSAL("a connection is refused without an answer") {
        @Override
        boolean answersRefusal() {
            return false;
        }
    },

    NEWEST_ARRIVAL_WINS("the attach that arrives last wins") {
        @Override
        boolean accepts(int attach, int highestAccepted) {
            return true;
        }
    },

    // From here on: not of the contract's list.

    LATE_TOKEN_OPENS("a late token opens its connection again") {
        @Override
        boolean opens(int connection, int highestSeen) {
            return true;
        }
    },

    HALF_CLOSES_AT_ITS_OWN_END("the client half-closes when its own threads have ended") {
        @Override
        boolean finishes(boolean ownEnded, boolean peersLastTaken) {
            return ownEnded;
        }
    },

    TOKENS_BEFORE_THE_GREETING("the client takes its session for open before the server's first batch") {
        @Override
        boolean awaitsGreeting() {
            return false;
        }
    };

    private final String words;

    ModelDesign(String words) {
        this.words = words;
    }

    /** What a token says of turns given, when the stream was told of some (-1: of nothing). */
    int says(int given, int told) {
        return given;
    }

    /** What a token says of turns given, read by one who has received some. */
    int reads(int said, int received) {
        return said;
    }

    boolean accepts(int attach, int highestAccepted) {
        return SessionRules.accepts(attach, highestAccepted);
    }

    boolean opens(int connection, int highestSeen) {
        return SessionRules.opens(connection, highestSeen);
    }

    boolean forgets(boolean ownEnded, boolean peersLastTaken, boolean ownLastAcknowledged) {
        return SessionRules.forgets(ownEnded, peersLastTaken, ownLastAcknowledged);
    }

    boolean finishes(boolean ownEnded, boolean peersLastTaken) {
        return SessionRules.finishes(ownEnded, peersLastTaken);
    }

    /** Whether an attach is told first of the connections with lower numbers. */
    boolean opensInOrder() {
        return true;
    }

    /** Whether a new attach is told everything again. */
    boolean restates() {
        return true;
    }

    boolean resumeCreates() {
        return false;
    }

    boolean hearsOlder() {
        return false;
    }

    boolean lastWakes() {
        return true;
    }

    boolean choosesStreamEarly() {
        return false;
    }

    /** Whether a batch is to be acknowledged. */
    boolean owes(boolean tokens) {
        return tokens;
    }

    /** Whether a last that was sent counts for nothing until the peer says that it has it. */
    boolean awaitsAcknowledgement() {
        return true;
    }

    boolean answersRefusal() {
        return true;
    }

    boolean awaitsGreeting() {
        return true;
    }

    @Override
    public String toString() {
        return words;
    }
}
