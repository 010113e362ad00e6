package dev.parkway.inspection;

import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Tells watchers what happens, on a thread of its own: a state thread only marks its connection, and while
 * nobody watches not even that.
 */
final class Teller {

    /** With so many connections waiting to be told of, new ones are not told of. */
    private static final int CROWD = 1 << 16;

    /** A connection with a record that is held: how far it had been told, and how long it waits. */
    private record Held(Telling telling, int told, long untilNanos) {}

    private final Entries entries;
    private final LongSupplier nanoTime;
    private final long holdBackNanos;
    private final Executor starter;

    private final MarkStack news = new MarkStack();
    private final LongAdder skipped = new LongAdder();
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Parker parker = new Parker();
    // Written by the telling thread.
    private volatile boolean active;
    private volatile int heldCount;
    // Guarded by this.
    private boolean closed;
    private boolean started;

    // Touched by the telling thread alone.
    private final Watchers watchers = new Watchers();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private int generation;
    private long activeSince;

    /**
     * Creates a teller that has nobody to tell.
     *
     * @param entries the connections
     * @param nanoTime the time in nanoseconds, as {@link System#nanoTime}
     * @param holdBack how long a record may be held
     * @param starter starts the thread that tells, when there is somebody to tell
     */
    Teller(Entries entries, LongSupplier nanoTime, Duration holdBack, Executor starter) {
        this.entries = entries;
        this.nanoTime = nanoTime;
        this.holdBackNanos = holdBack.toNanos();
        this.starter = starter;
    }

    /** Says whether anybody watches. */
    boolean isActive() {
        return active;
    }

    boolean isCrowded() {
        return active && (news.depth() >= CROWD || heldCount >= CROWD);
    }

    /** Has what is new of a connection told. Any thread. */
    void mark(Entry entry) {
        if (news.add(entry)) {
            parker.unparker().unpark();
        }
    }

    /** Counts a record that is not told. Any thread. */
    void skip() {
        skipped.increment();
    }

    /** Begins to tell a watcher; if there is nothing to be told any more, says so at once. */
    void add(Watcher watcher) {
        boolean taken = order(() -> {
            if (watchers.isEmpty()) {
                activate();
            }
            watchers.add(watcher);
        });
        if (!taken) {
            watcher.closed();
        }
    }

    void remove(Watcher watcher) {
        boolean _ = order(() -> watchers.remove(watcher));
    }

    /** Looks again at a session's connections, whose reports are not to be waited for any more. */
    void reportsEnded(String session) {
        if (active) {
            boolean _ = order(() -> lookAgain(session));
        }
    }

    /** Ends all watches. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        parker.unparker().unpark();
    }

    private synchronized boolean order(Runnable order) {
        if (closed) {
            return false;
        }
        orders.add(order);
        if (!started) {
            started = true;
            starter.execute(this::run);
        }
        parker.unparker().unpark();
        return true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void run() {
        try {
            while (!isClosed()) {
                Held next = held.peek();
                if (next == null) {
                    parker.park();
                } else {
                    UnparkReason _ = parker.parkUntil(next.untilNanos());
                }
                turn();
            }
        } catch (InterruptedException e) {
            // Not by us; whoever it was wants it ended.
            Thread.currentThread().interrupt();
        }
        close();
        // What was ordered before it closed.
        turn();
        watchers.close();
        deactivate();
    }

    /** Does all that there is to do now. */
    void turn() {
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
            order.run();
        }
        for (MarkStack.Mark mark = news.takeAll(); mark != null;) {
            Entry entry = (Entry) mark;
            mark = MarkStack.pass(mark);
            if (active) {
                tell(telling(entry));
            }
        }
        long missed = skipped.sumThenReset();
        if (missed > 0) {
            watchers.missed(missed);
        }
        if (active && watchers.isEmpty()) {
            deactivate();
        }
        lookAtHeld();
        heldCount = held.size();
    }

    private void activate() {
        generation++;
        // Of a watch that ended in this same turn: what it held is not this one's.
        held.clear();
        active = true;
        // What began before this is not told from its beginning, though it be forgotten by the time it is told.
        activeSince = entries.nextSerial();
        entries.forEach(entry -> entry.telling = Telling.fromNowOn(entry, generation));
    }

    private void deactivate() {
        active = false;
        held.clear();
    }

    private void lookAgain(String session) {
        entries.forEach(entry -> {
            if (entry.name().session().equals(session)) {
                mark(entry);
            }
        });
    }

    private Telling telling(Entry entry) {
        Telling telling = entry.telling;
        if (telling == null || telling.generation() != generation) {
            // One without a place yet is about to get its place.
            boolean older = entry.serial() >= 0 && entry.serial() < activeSince;
            telling = older ? Telling.fromNowOn(entry, generation) : new Telling(entry, generation);
            entry.telling = telling;
        }
        return telling;
    }

    private void tell(Telling telling) {
        telling.tell(watchers);
        if (telling.isHolding() && !telling.isWatched()) {
            hold(telling);
        }
    }

    private void hold(Telling telling) {
        telling.watched(true);
        held.add(new Held(telling, telling.told(), nanoTime.getAsLong() + holdBackNanos));
    }

    /** Lets go of what need not be held any more, and of what has been held long enough. */
    private void lookAtHeld() {
        long nowNanos = nanoTime.getAsLong();
        for (Held first = held.peek(); first != null; first = held.peek()) {
            Telling telling = first.telling();
            boolean moved = telling.told() != first.told();
            if (!moved && nowNanos - first.untilNanos() < 0) {
                return;
            }
            held.remove();
            telling.watched(false);
            if (!moved) {
                giveUp(telling);
            }
            if (telling.isHolding()) {
                hold(telling);
            }
        }
    }

    private void giveUp(Telling telling) {
        telling.waitNoMore();
        telling.tell(watchers);
        // Reports that never came in all this time are not waited for again, until one comes.
        if (telling.entry().session().expectNoReports()) {
            lookAgain(telling.entry().name().session());
        }
    }
}
