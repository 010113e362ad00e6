package dev.parkway.connection;

import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;

/** A peer in the same process: gives turns straight at the gate where it waits. */
final class LocalPeer implements Peer {

    private final TurnGate gate;

    // Touched by the thread that gives turns, alone.
    private long given;

    LocalPeer(TurnGate gate) {
        this.gate = gate;
    }

    @Override
    public void unpark() {
        gate.give(++given);
    }

    @Override
    public void finish() {
        gate.finish(given);
    }
}
