package dev.parkway.benchmarks.lifecycles;

/** What becomes of a connection's records, besides that its own side has them while it runs. */
enum Records {
    /** Nothing. */
    NOT_KEPT,
    /** Each side keeps its own for inspection. */
    KEPT,
    /** The same, and the client hands its own to the server. */
    REPORTED
}
