package dev.parkway.control;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread on which all sessions of the process look at the clock. No connection has a timer. */
final class Timers {

    private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("parkway-timers").factory());

    static {
        THREAD.setRemoveOnCancelPolicy(true);
    }

    private Timers() {}

    /** Runs it once, so much later; or never, if that is longer than 292 years. */
    static Future<?> after(Duration delay, Runnable task) {
        return THREAD.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    }

    static Future<?> every(Duration period, Runnable task) {
        return THREAD.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }
}
