package dev.parkway.kernel;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what the kernel does, which nothing here is told of: by looking again and again. */
final class Await {

    /** More than anything here takes on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PERIOD_MILLIS = 2;

    private Await() {}

    /** Looks until the condition holds; after the patience's end it fails with what is there instead. */
    static void until(BooleanSupplier condition, Supplier<String> instead) {
        if (!within(PATIENCE, condition)) {
            throw new AssertionError("not in time: " + instead.get());
        }
    }

    /** Looks until the condition holds or the time is over, and says which. */
    static boolean within(Duration time, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return true;
    }
}
