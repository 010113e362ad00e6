package dev.parkway.tcp;

/** How a side in SYN_RCVD came there; it decides what a RST or a SYN does (RFC 9293 §3.10.7.4, MUST-11). */
public enum Origin {
    /** By a passive OPEN, through LISTEN. */
    PASSIVE,
    /** By an active OPEN, through SYN_SENT. */
    ACTIVE
}
