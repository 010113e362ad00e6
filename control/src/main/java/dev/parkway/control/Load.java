package dev.parkway.control;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all sessions of a side's process hold together.
 *
 * @param running connections whose own thread has not ended; a session's end is not its threads'
 * @param kept connections that are not forgotten
 * @param traffic what they have done so far
 */
record Load(AtomicLong running, AtomicLong kept, Traffic traffic) {

    Load() {
        this(new Traffic());
    }

    Load(Traffic traffic) {
        this(new AtomicLong(), new AtomicLong(), traffic);
    }

    Load(AtomicLong running, AtomicLong kept) {
        this(running, kept, new Traffic());
    }

    /** How many connections cost memory: a thread may outlive its session, and its connection a thread. */
    long connections() {
        return Math.max(running.get(), kept.get());
    }
}
