package dev.parkway.control;

import io.grpc.Status;

/**
 * The rules of a session's life, as far as they need to know no more than they are given. The code runs on
 * them, and so does the exhaustive search of the session protocol, in the tests.
 */
final class SessionRules {

    /** What a client does when its newest stream has ended otherwise than by its own half-close. */
    enum Next {
        /** The stream is broken and the session, as far as one can tell, is not: attach again. */
        ATTACH_AGAIN,
        /** A newer attach has the session: leave it alone. */
        TAKEN_OVER,
        /** There is no session any more. */
        SESSION_LOST
    }

    private SessionRules() {}

    /** Whether an attach is taken: only one with a number above all that were taken before. */
    static boolean accepts(long attach, long highestAccepted) {
        return attach > highestAccepted;
    }

    /** Whether a token of a connection that is not known opens it; otherwise it is late. */
    static boolean opens(long connection, long highestSeen) {
        return connection > highestSeen;
    }

    /** Whether nothing is left to say or to hear about a connection. */
    static boolean forgets(boolean ownEnded, boolean peersLastTaken, boolean ownLastAcknowledged) {
        return ownEnded && peersLastTaken && ownLastAcknowledged;
    }

    /** Whether a connection needs nothing more from the peer's thread, so that a half-close harms nobody. */
    static boolean finishes(boolean ownEnded, boolean peersLastTaken) {
        return ownEnded && peersLastTaken;
    }

    /**
     * Whether a status ends the session in order for a client that has half-closed. Not found is the answer to a
     * second half-close, when the first had done and its OK was lost: every thread of the peer has ended, that is
     * what was waited for before the first.
     */
    static boolean closes(Status.Code code) {
        return code == Status.Code.OK || code == Status.Code.NOT_FOUND;
    }

    /** Reads the status with which the client's newest stream ended; an OK is one that nobody asked for. */
    static Next after(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE, CANCELLED, INTERNAL, UNKNOWN, DEADLINE_EXCEEDED -> Next.ATTACH_AGAIN;
            case ABORTED -> Next.TAKEN_OVER;
            case OK, INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED, DATA_LOSS, UNAUTHENTICATED ->
                Next.SESSION_LOST;
        };
    }
}
