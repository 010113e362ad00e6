package dev.parkway.parker;

/** Why a timed park returned; after crossbeam's enum of the same name. */
public enum UnparkReason {
    /** The token was there, or came in time; it has been taken. */
    UNPARKED,
    /** The deadline passed and there was no token. */
    TIMEOUT
}
