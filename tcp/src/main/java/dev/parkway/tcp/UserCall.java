package dev.parkway.tcp;

import dev.parkway.script.Cause;

/** A call of a TCP connection's local user, RFC 9293 §3.9.1. */
public enum UserCall implements Cause.Call {
    /** Asks for a connection. */
    ACTIVE_OPEN("active OPEN", ""),
    /** Agrees to be asked for one. */
    PASSIVE_OPEN("passive OPEN", ""),
    /** Sends data. */
    SEND("SEND", "(SEND)"),
    /** Has no more to send. */
    CLOSE("CLOSE", "(CLOSE)"),
    /** Gives the connection up at once. */
    ABORT("ABORT", "(ABORT)");

    private final String text;
    private final String word;

    UserCall(String text, String word) {
        this.text = text;
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return text;
    }
}
