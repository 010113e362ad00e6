package dev.parkway.tcp;

import dev.parkway.script.Cause;

/** A timer of one side of a TCP connection. */
public enum TcpTimer implements Cause.Timer {
    /** TIME_WAIT has lasted twice the maximum segment lifetime. */
    TWO_MSL("2MSL timeout", "2MSL"),
    /** The user's patience, or the limit of retransmissions, is at its end. */
    USER("user timeout", "(timeout)");

    private final String text;
    private final String word;

    TcpTimer(String text, String word) {
        this.text = text;
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** Returns true for 2MSL alone: how long a user is patient is nothing that a script waits for. */
    @Override
    public boolean passes() {
        return this == TWO_MSL;
    }

    @Override
    public String toString() {
        return text;
    }
}
