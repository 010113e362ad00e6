package dev.parkway.processes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, which nothing here is told of: by looking again and again. */
final class Await {

    private static final long PERIOD_MILLIS = 10;

    private Await() {}

    /** Lets time pass, which is what is tested. */
    static void pause(Duration time) {
        long endNanos = System.nanoTime() + time.toNanos();
        until("time passes", () -> System.nanoTime() - endNanos > 0);
    }

    static void until(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + Running.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("not in time: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting until " + what, e);
            }
        }
    }
}
