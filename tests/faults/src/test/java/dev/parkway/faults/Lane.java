package dev.parkway.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a stream: what is put in comes out in order, one at a time, on the thread of whoever puts
 * something in. It can be held, and shut.
 */
final class Lane {

    // All guarded by this, which is not held while something comes out.
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean draining;
    private boolean held;
    private boolean shut;

    void put(Runnable crossing) {
        synchronized (this) {
            if (shut) {
                return;
            }
            queue.add(crossing);
        }
        drain();
    }

    synchronized void hold() {
        held = true;
    }

    void release() {
        synchronized (this) {
            held = false;
        }
        drain();
    }

    /** How much has not come out yet. */
    synchronized int size() {
        return queue.size();
    }

    /** Takes no more, and gives up what has not come out, which is returned. */
    List<Runnable> shut() {
        synchronized (this) {
            shut = true;
            List<Runnable> left = new ArrayList<>(queue);
            queue.clear();
            return left;
        }
    }

    /** Drops what has not come out; this comes out instead, if nothing was the last before. */
    void shutWith(Runnable last) {
        synchronized (this) {
            if (shut) {
                return;
            }
            shut = true;
            held = false;
            queue.clear();
            queue.add(last);
        }
        drain();
    }

    private void drain() {
        Runnable next = begin();
        while (next != null) {
            try {
                next.run();
            } finally {
                end();
            }
            next = begin();
        }
    }

    private synchronized @Nullable Runnable begin() {
        if (draining || held) {
            return null;
        }
        Runnable next = queue.poll();
        draining = next != null;
        return next;
    }

    private synchronized void end() {
        draining = false;
    }
}
