package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;
import java.util.Map;

/** What a token must never say, whatever was lost or repeated on the way. */
final class TokenRules {

    private TokenRules() {}

    /** Checks what a token says by itself. */
    static void check(UnparkToken token, long turnsPerConnection) {
        long connection = token.getConnection();
        long sequence = token.getSequence();
        // Unsigned on the wire: what is negative here is above 2^63-1 there.
        if (connection <= 0) {
            throw Failure.invalidArgument("CONNECTION_NUMBER",
                    "a connection's number is from 1 to 2^63-1, not " + Long.toUnsignedString(connection),
                    Map.of("connection", Long.toUnsignedString(connection), "allowed",
                            "1.." + Long.MAX_VALUE));
        }
        if (sequence < 0 || sequence > turnsPerConnection) {
            throw Failure.invalidArgument("SEQUENCE_TOO_HIGH",
                    "connection " + connection + ": sequence " + Long.toUnsignedString(sequence)
                            + ", but this side takes " + turnsPerConnection + " turns",
                    Map.of("connection", Long.toString(connection), "sequence",
                            Long.toUnsignedString(sequence),
                            "allowed", "0.." + turnsPerConnection));
        }
    }

    /** Checks a token against what the peer said before on the same connection. */
    static void checkAgainstFinal(UnparkToken token, long finalCount, long received) {
        long sequence = token.getSequence();
        if (finalCount >= 0 && (sequence > finalCount || (token.getLast() && sequence != finalCount))) {
            throw Failure.invalidArgument("AFTER_LAST",
                    "connection " + token.getConnection() + ": " + (token.getLast() ? "last " : "")
                            + "sequence "
                            + sequence + " after the last, which was " + finalCount,
                    Map.of("connection", Long.toString(token.getConnection()), "sequence",
                            Long.toString(sequence),
                            "last", Long.toString(finalCount)));
        }
        if (token.getLast() && sequence < received) {
            throw Failure.invalidArgument("LAST_TOO_LOW",
                    "connection " + token.getConnection() + ": last sequence " + sequence + ", but "
                            + received
                            + " turns were given before",
                    Map.of("connection", Long.toString(token.getConnection()), "sequence",
                            Long.toString(sequence),
                            "received", Long.toString(received)));
        }
    }
}
