package dev.parkway.endtoend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks at something from outside, again and again, until it is as it should be or the time is over. */
final class Eventually {

    private static final long PAUSE_NANOS = 50_000_000;

    private Eventually() {}

    /**
     * Waits until there is something to see.
     *
     * @param what is awaited, for the failure's message
     * @param atMost how long to look
     * @param look what is there now, if it is what is awaited
     * @return what was seen
     */
    static <T> T see(String what, Duration atMost, Supplier<Optional<T>> look) {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() - deadlineNanos > 0 || Thread.currentThread().isInterrupted()) {
                throw new AssertionError("not seen within " + atMost.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until an assertion passes; its own failure says what was wrong to the last. */
    static void passes(Duration atMost, Runnable assertion) {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until something holds. */
    static void holds(String what, Duration atMost, Supplier<Boolean> look) {
        see(what, atMost, () -> look.get() ? Optional.of(what) : Optional.empty());
    }
}
