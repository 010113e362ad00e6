package dev.parkway.parker.stress;

import dev.parkway.parker.Parker;
import org.jspecify.annotations.Nullable;

/** A thread that parks and can be found by the one that interrupts it. */
abstract class Victim {

    final Parker parker = new Parker();
    volatile boolean sent;
    private volatile @Nullable Thread thread;

    /** Parks, and returns after the interrupt has arrived: it must not hit the runner's thread later. */
    Attempt parkAndMeetBoth() {
        thread = Thread.currentThread();
        Attempt attempt = Attempt.park(parker);
        while (!sent) {
            Thread.onSpinWait();
        }
        return attempt;
    }

    /** Returns the thread as soon as it is about to park. */
    Thread thread() {
        while (true) {
            Thread known = thread;
            if (known != null) {
                return known;
            }
            Thread.onSpinWait();
        }
    }
}
