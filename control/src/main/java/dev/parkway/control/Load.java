package dev.parkway.control;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all sessions of a side's process hold together.
 *
 * @param running connections whose own thread has not ended; a session's end is not its threads'
 * @param kept connections that are not forgotten
 */
record Load(AtomicLong running, AtomicLong kept) {

    Load() {
        this(new AtomicLong(), new AtomicLong());
    }

    /** How many connections cost memory: a thread may outlive its session, and its connection a thread. */
    long connections() {
        return Math.max(running.get(), kept.get());
    }
}
