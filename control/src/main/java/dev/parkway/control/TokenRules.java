package dev.parkway.control;

import java.util.Map;

/** What a token must never say, whatever was lost or repeated on the way. */
final class TokenRules {

    private TokenRules() {}

    /** Checks what a token says by itself. */
    static void check(long connection, long sequence, long turnsPerConnection) {
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
    static void checkAgainstFinal(long connection, long sequence, boolean last, long finalCount,
            long received) {
        if (finalCount >= 0 && (sequence > finalCount || (last && sequence != finalCount))) {
            throw Failure.invalidArgument("AFTER_LAST",
                    "connection " + connection + ": " + (last ? "last " : "")
                            + "sequence "
                            + sequence + " after the last, which was " + finalCount,
                    Map.of("connection", Long.toString(connection), "sequence",
                            Long.toString(sequence),
                            "last", Long.toString(finalCount)));
        }
        if (last && sequence < received) {
            throw Failure.invalidArgument("LAST_TOO_LOW",
                    "connection " + connection + ": last sequence " + sequence + ", but "
                            + received
                            + " turns were given before",
                    Map.of("connection", Long.toString(connection), "sequence",
                            Long.toString(sequence),
                            "received", Long.toString(received)));
        }
    }
}
