package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a journal keeps, by name and by age. State threads add to it, so it has no lock: a
 * connection takes the next place of a ring, and whatever it pushes out of that place is forgotten.
 */
final class Entries {

    private final AtomicReferenceArray<@Nullable Entry> ring;
    private final AtomicLong nextSerial = new AtomicLong();
    private final Map<ConnectionName, Entry> byName = new ConcurrentHashMap<>();
    private final Map<String, SessionLog> sessions = new ConcurrentHashMap<>();
    private final LongAdder forgotten = new LongAdder();

    Entries(int capacity) {
        ring = new AtomicReferenceArray<>(capacity);
    }

    @Nullable
    Entry find(ConnectionName name) {
        return byName.get(name);
    }

    /** Adds an entry whose session is retained for it; returns what is there for its name then. */
    Entry add(Entry entry) {
        Entry there = byName.putIfAbsent(entry.name(), entry);
        if (there != null) {
            release(entry.session());
            return there;
        }
        long serial = nextSerial.getAndIncrement();
        entry.serial(serial);
        Entry oldest = ring.getAndSet((int) (serial % ring.length()), entry);
        if (oldest != null) {
            forget(oldest);
        }
        return entry;
    }

    private void forget(Entry entry) {
        // First the mark by which a late report is known as late, then the entry.
        entry.session().forgot(entry.name().number());
        byName.remove(entry.name(), entry);
        forgotten.increment();
        entry.forget();
        release(entry.session());
    }

    /** Returns what is known of a session, to be released when it is needed no more. */
    SessionLog retain(String session) {
        // Looked up first: every connection comes by here, and the map locks what it computes.
        SessionLog known = sessions.get(session);
        if (known != null && known.retain()) {
            return known;
        }
        return sessions.compute(session,
                (name, log) -> log != null && log.retain() ? log : new SessionLog(name));
    }

    void release(SessionLog session) {
        if (session.release()) {
            sessions.remove(session.name(), session);
        }
    }

    @Nullable
    SessionLog session(String name) {
        return sessions.get(name);
    }

    /** Returns the place that the next connection gets; it only ever goes up. */
    long nextSerial() {
        return nextSerial.get();
    }

    long forgotten() {
        return forgotten.sum();
    }

    int size() {
        return byName.size();
    }

    void forEach(Consumer<Entry> action) {
        byName.values().forEach(action);
    }

    /** Visits the entries older than a place, the newest first, until the visitor has enough. */
    void visitOlder(long before, Predicate<Entry> wantsMore) {
        long newest = Math.min(before, nextSerial.get()) - 1;
        long oldest = Math.max(0, nextSerial.get() - ring.length());
        for (long serial = newest; serial >= oldest; serial--) {
            Entry entry = ring.get((int) (serial % ring.length()));
            // Another one has its place, or it has not quite taken its place yet.
            if (entry != null && entry.serial() == serial && !wantsMore.test(entry)) {
                return;
            }
        }
    }
}
