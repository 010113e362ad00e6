package dev.parkway.processes;

import org.junit.jupiter.api.Assumptions;

/** A program of others that CI has; elsewhere a test that needs it is skipped, with one loud line. */
final class Required {

    private Required() {}

    /** Ends the test unless the program is there: with CI=true as a failure. */
    static void check(boolean isThere, String otherwise) {
        if (isThere) {
            return;
        }
        String message = otherwise + ". Required with CI=true.";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        System.err.println(message);
        Assumptions.abort(message);
    }
}
