package dev.parkway.control;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections by their numbers, which only ever go up: so they stand side by side on pages, and a page goes when
 * its last connection does. One thread at a time adds, in the order of the numbers; any thread reads and removes.
 *
 * <p>A hash table would hash each token's number and cost a connection an entry and a boxed number, 48 bytes.
 */
final class ConnectionPages {

    /** Few enough that numbers with gaps, one a page, cost a peer's connection little more than itself. */
    private static final int SLOTS = 64;

    /** The connections from {@code index * SLOTS} on. */
    private static final class Page {

        private final long index;
        private final AtomicReferenceArray<@Nullable ControlConnection> slots = new AtomicReferenceArray<>(
                SLOTS);
        private final AtomicInteger taken = new AtomicInteger();

        Page(long index) {
            this.index = index;
        }
    }

    private final Map<Long, Page> pages = new ConcurrentHashMap<>();
    /** The page that takes the next connection, if its number is not too high. Written by the thread that adds. */
    private volatile Page newest = new Page(0);
    /** The page that was asked for last: a hint, and as good as any other whichever thread wrote it. */
    private Page hint = newest;
    private final AtomicInteger size = new AtomicInteger();

    ConnectionPages() {
        pages.put(newest.index, newest);
    }

    /** Adds a connection whose number is above all before it. */
    void add(ControlConnection connection) {
        long index = connection.number() / SLOTS;
        Page page = newest;
        if (page.index != index) {
            Page full = page;
            page = new Page(index);
            pages.put(index, page);
            newest = page;
            // After that: whoever empties it from now on sees that it is not the newest any more.
            removeIfEmpty(full);
        }
        size.incrementAndGet();
        page.taken.incrementAndGet();
        page.slots.set(slot(connection.number()), connection);
    }

    @Nullable
    ControlConnection get(long number) {
        Page page = page(number);
        return page == null ? null : page.slots.get(slot(number));
    }

    /** Removes a connection; false if another has done so. */
    boolean remove(ControlConnection connection) {
        Page page = page(connection.number());
        if (page == null || page.slots.getAndSet(slot(connection.number()), null) == null) {
            return false;
        }
        size.decrementAndGet();
        page.taken.decrementAndGet();
        removeIfEmpty(page);
        return true;
    }

    int size() {
        return size.get();
    }

    /** How many pages there are, the newest included. */
    int pages() {
        return pages.size();
    }

    private @Nullable Page page(long number) {
        long index = number / SLOTS;
        Page page = hint;
        if (page.index != index) {
            page = pages.get(index);
            if (page != null) {
                hint = page;
            }
        }
        return page;
    }

    @SuppressWarnings("ReferenceEquality") // Which page it is, is all that matters.
    private void removeIfEmpty(Page page) {
        if (page != newest && page.taken.get() == 0) {
            pages.remove(page.index, page);
        }
    }

    /** Shows every connection, in no order; one that is added or removed meanwhile may be among them. */
    void forEach(Consumer<ControlConnection> action) {
        pages.values().forEach(page -> {
            for (int i = 0; i < SLOTS; i++) {
                ControlConnection connection = page.slots.get(i);
                if (connection != null) {
                    action.accept(connection);
                }
            }
        });
    }

    private static int slot(long number) {
        return (int) (number % SLOTS);
    }
}
