package dev.parkway.junit;

import dev.parkway.points.SyncPointListener;

/** The points of the test's own process: a thread's party is its name, or its number if it has none. */
record LocalPoints(Board board) implements SyncPointListener {

    @Override
    public void reached(String name) {
        board.come(Visit.reached(party(), name));
    }

    @Override
    public void waitFor(String name) {
        board.come(Visit.waitFor(party(), name));
    }

    private static String party() {
        Thread thread = Thread.currentThread();
        return thread.getName().isEmpty() ? "thread-" + thread.threadId() : thread.getName();
    }

    @Override
    public String toString() {
        return "a test of this process";
    }
}
