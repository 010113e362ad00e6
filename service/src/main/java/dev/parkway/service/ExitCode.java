package dev.parkway.service;

/** How a service tells a script what became of it. */
public final class ExitCode {

    /** All went as it should: every connection ended as its script says. */
    public static final int OK = 0;
    /** At least one connection ended otherwise, or never began. */
    public static final int CONNECTIONS_FAILED = 1;
    /** A flag or environment variable has a value that is not allowed. */
    public static final int USAGE = 2;
    /** The server was not there, or not ready, in time. */
    public static final int SERVER_NOT_THERE = 3;
    /** The server is there and refused the session. */
    public static final int SESSION_REFUSED = 4;
    /** The port to listen on is taken, or cannot be had. */
    public static final int PORT_TAKEN = 5;
    /** The two sides did not come to terms over TLS. */
    public static final int NO_TLS = 6;
    /** A mistake of ours. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}
