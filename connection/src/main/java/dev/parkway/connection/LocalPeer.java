package dev.parkway.connection;

import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import java.util.function.LongConsumer;

/** A peer in the same process: gives turns straight at the gate where it waits. */
final class LocalPeer implements Peer {

    private final TurnGate gate;
    private final LongConsumer onFinish;

    // Touched by the thread that gives turns, alone.
    private long given;

    /**
     * Creates a peer that has been given no turn.
     *
     * @param gate where it waits
     * @param onFinish told at the end how many it was given
     */
    LocalPeer(TurnGate gate, LongConsumer onFinish) {
        this.gate = gate;
        this.onFinish = onFinish;
    }

    @Override
    public void unpark() {
        gate.give(++given);
    }

    @Override
    public void finish() {
        onFinish.accept(given);
    }
}
