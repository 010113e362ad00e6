package dev.parkway.parker.stress;

import dev.parkway.parker.Parker;
import java.time.Duration;

/** What came of one try to park. */
enum Attempt {
    UNPARKED,
    TIMEOUT,
    INTERRUPTED,
    REFUSED;

    // Only a lost wake-up reaches it; it turns a hang into an outcome.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static Attempt park(Parker parker) {
        return park(parker, PATIENCE);
    }

    static Attempt poll(Parker parker) {
        return park(parker, Duration.ZERO);
    }

    static Attempt park(Parker parker, Duration timeout) {
        try {
            return switch (parker.park(timeout)) {
                case UNPARKED -> UNPARKED;
                case TIMEOUT -> TIMEOUT;
            };
        } catch (InterruptedException e) {
            // Not set again: the outcome tells of it, and the runner's thread goes on to other tests.
            return INTERRUPTED;
        } catch (IllegalStateException e) {
            return REFUSED;
        }
    }
}
