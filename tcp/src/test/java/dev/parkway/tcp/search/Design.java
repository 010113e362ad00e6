package dev.parkway.tcp.search;

/** How tokens cross. Only the first is right; a search that finds nothing wrong with the others is worth nothing. */
public enum Design {

    /** What Parkway does: a token carries the absolute count, and after a break the count is said again. */
    COUNTED {
        @Override
        int flush(int flushed, int sent) {
            // Tokens merge at will: the newest count stands for all of them.
            return sent;
        }

        @Override
        int arrive(int gate, int message) {
            return Math.max(gate, message);
        }

        @Override
        boolean opens(int gate, int turn) {
            return gate >= turn;
        }

        @Override
        int taken(int gate) {
            return gate;
        }

        @Override
        boolean resends() {
            return true;
        }
    },

    /** A bare parker: each token sets one permit, which a wait takes. */
    SATURATING_PERMIT {
        @Override
        int arrive(int gate, int message) {
            return 1;
        }

        @Override
        boolean opens(int gate, int turn) {
            return gate == 1;
        }

        @Override
        int taken(int gate) {
            return 0;
        }
    },

    /** Tokens add up at the receiver, and what a break has lost stays lost. */
    LOST_AT_A_BREAK,

    /** Tokens add up at the receiver, and after a break the last one is sent again. */
    LAST_SENT_AGAIN {
        @Override
        boolean resends() {
            return true;
        }
    };

    /** {@return how many tokens have left once the next message has} */
    int flush(int flushed, int sent) {
        return flushed + 1;
    }

    /** {@return what the receiver holds after a message} */
    int arrive(int gate, int message) {
        return gate + 1;
    }

    /** {@return whether the receiver may take a turn} */
    boolean opens(int gate, int turn) {
        return gate >= turn;
    }

    /** {@return what the receiver holds after it has taken a turn} */
    int taken(int gate) {
        return gate;
    }

    /** {@return whether a side that has given tokens says so again when the stream is back} */
    boolean resends() {
        return false;
    }
}
