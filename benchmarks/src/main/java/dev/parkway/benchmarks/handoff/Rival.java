package dev.parkway.benchmarks.handoff;

/** The ways to hand a turn over that are compared. */
public enum Rival {
    /** Two parkers of ours. */
    PARKER,
    /** Two turn gates of ours: counted turns. */
    TURN_GATE,
    /** Two semaphores of the JDK. */
    SEMAPHORE,
    /** Two synchronous queues of the JDK, which spin before they park. */
    SYNCHRONOUS_QUEUE,
    /** One exchanger of the JDK, two exchanges a round, which spins before it parks. */
    EXCHANGER,
    /** Two transfer queues of the JDK. */
    LINKED_TRANSFER_QUEUE,
    /** A flag and the JDK's LockSupport, by hand: no token, no reasons, no owner. */
    LOCK_SUPPORT;

    Rally newRally() {
        return switch (this) {
            case PARKER -> new Rallies.Parkers();
            case TURN_GATE -> new Rallies.TurnGates();
            case SEMAPHORE -> new Rallies.Semaphores();
            case SYNCHRONOUS_QUEUE -> new Rallies.SynchronousQueues();
            case EXCHANGER -> new Rallies.Exchangers();
            case LINKED_TRANSFER_QUEUE -> new Rallies.TransferQueues();
            case LOCK_SUPPORT -> new FlagRally();
        };
    }
}
