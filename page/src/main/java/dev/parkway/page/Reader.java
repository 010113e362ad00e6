package dev.parkway.page;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One browser that follows the list. What it does not take in time is dropped, and it is told to read all anew, or
 * that this is the end, after which it does so by itself.
 */
final class Reader {

    private static final int CAPACITY = 16;
    private static final Event ANEW = new Event("reload", "{}");

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(CAPACITY);

    /** Called by whoever holds the feed's lock. */
    void tell(Event event) {
        if (!events.offer(event)) {
            events.clear();
            // Nothing follows an end: without it the browser would wait for ever.
            boolean _ = events.offer(event.name().equals(Event.END) ? event : ANEW);
        }
    }

    /** Returns the next event, or null if there was none for so long. */
    @Nullable
    Event next(Duration atMost) throws InterruptedException {
        return events.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
