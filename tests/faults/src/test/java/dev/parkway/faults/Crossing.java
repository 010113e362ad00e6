package dev.parkway.faults;

/** Something that crosses the transport: the boundaries at which it can go wrong. */
enum Crossing {
    /** A stream's beginning, client to server. */
    ATTACH,
    /** A batch, client to server. */
    REQUEST,
    /** A batch, server to client. */
    RESPONSE,
    /** The client's half-close. */
    HALF_CLOSE,
    /** The status with which the server ends a stream. */
    STATUS
}
