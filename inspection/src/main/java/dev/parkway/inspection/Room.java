package dev.parkway.inspection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where those wait who would bring more than can be taken, until some of it has been. Once one has waited in vain
 * the others do not wait any more, until something is taken again. Any thread may call it.
 */
final class Room {

    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    @GuardedBy("lock")
    private boolean stuck;
    @GuardedBy("lock")
    private boolean closed;

    /** A room in which nobody waits for longer than this. */
    Room(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /**
     * Waits while there is no room.
     *
     * @return false if there was none for as long as one has patience, if it is closed, or if the thread is
     *         interrupted, which it stays
     */
    boolean await(BooleanSupplier full) {
        if (!full.getAsBoolean()) {
            return true;
        }
        lock.lock();
        try {
            long leftNanos = patienceNanos;
            while (full.getAsBoolean()) {
                stuck |= leftNanos <= 0;
                if (stuck || closed) {
                    return false;
                }
                leftNanos = taken.awaitNanos(leftNanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Something has been taken. */
    void made() {
        lock.lock();
        try {
            stuck = false;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
