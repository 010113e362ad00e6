package dev.parkway.benchmarks.lifecycles;

import dev.parkway.connection.Observer;
import dev.parkway.inspection.Journal;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a connection's records, besides that its own side has them while it runs. */
enum Records {
    /** Nothing. */
    NOT_KEPT,
    /** Each side keeps its own for inspection. */
    KEPT,
    /** The same, and the client hands its own to the server. */
    REPORTED;

    /** Returns who keeps them, for other observers to be added. */
    List<Observer> keeping(Journal journal) {
        return new ArrayList<>(this == NOT_KEPT ? List.of() : List.of(journal));
    }
}
