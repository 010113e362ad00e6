package dev.parkway.benchmarks.handoff;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The least that one can write by hand: whose turn it is, and the threads to wake. */
final class FlagRally extends Rally {

    private volatile @Nullable Thread server;
    private volatile @Nullable Thread answerer;
    private volatile boolean answererHasTheTurn;

    @Override
    void serve() {
        if (server == null) {
            server = Thread.currentThread();
        }
        answererHasTheTurn = true;
        // Null while the other has not started: then it finds its turn before it parks.
        LockSupport.unpark(answerer);
        while (answererHasTheTurn) {
            LockSupport.park(this);
        }
    }

    @Override
    void answer() {
        if (answerer == null) {
            answerer = Thread.currentThread();
        }
        while (!answererHasTheTurn) {
            LockSupport.park(this);
        }
        answererHasTheTurn = false;
        LockSupport.unpark(server);
    }
}
