package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;

/** Tokens as the wire has them. */
final class Tokens {

    private Tokens() {}

    static UnparkToken turn(long connection, long sequence) {
        return UnparkToken.newBuilder().setConnection(connection).setSequence(sequence).build();
    }

    static UnparkToken last(long connection, long sequence) {
        return turn(connection, sequence).toBuilder().setLast(true).build();
    }
}
