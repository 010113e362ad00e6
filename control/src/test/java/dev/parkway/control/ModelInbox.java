package dev.parkway.control;

import static dev.parkway.control.ModelState.FINAL;
import static dev.parkway.control.ModelState.KNOWN;
import static dev.parkway.control.ModelState.LAST_ACKNOWLEDGED;
import static dev.parkway.control.ModelState.LAST_IN;
import static dev.parkway.control.ModelState.OWED;
import static dev.parkway.control.ModelState.OWES;
import static dev.parkway.control.ModelState.PEERS_LAST_TAKEN;
import static dev.parkway.control.ModelState.RECEIVED;
import static dev.parkway.control.ModelState.SEEN;
import static dev.parkway.control.ModelState.UNACKNOWLEDGED;

import io.grpc.StatusRuntimeException;

/** What a batch does to the side that takes it, in the session model. How it is made says {@link ModelWire}. */
final class ModelInbox {

    private final ModelSetup setup;
    private final ModelDesign design;
    private final ModelThreads threads;

    ModelInbox(ModelSetup setup, ModelDesign design, ModelThreads threads) {
        this.setup = setup;
        this.design = design;
        this.threads = threads;
    }

    /** A side takes a batch of its present attach, the acknowledgement first. */
    void take(ModelState state, ModelSide side, byte[] batch, boolean refuses) {
        acknowledge(state, side, batch);
        boolean tokens = false;
        for (int c = 0; c < setup.connections(); c++) {
            if (batch[1 + c] != 0) {
                tokens = true;
                take(state, side, c, (batch[1 + c] - 1) >> 1, (batch[1 + c] - 1 & 1) != 0, refuses);
            }
        }
        state.set(side, OWED, state.get(side, OWED) + 1);
        if (design.owes(tokens)) {
            state.set(side, OWES, 1);
        }
    }

    /** A side takes the acknowledgement that a batch carries. */
    void acknowledge(ModelState state, ModelSide side, byte[] batch) {
        int acknowledged = batch[0] - 1;
        int left = state.get(side, UNACKNOWLEDGED) - acknowledged;
        if (left < 0 && !design.hearsOlder()) {
            state.violated("the " + side + " is acknowledged more than it sent");
        }
        state.set(side, UNACKNOWLEDGED, Math.max(left, 0));
        for (int c = 0; c < setup.connections(); c++) {
            int in = state.get(side, c, LAST_IN);
            if (in > 0) {
                state.set(side, c, LAST_IN, Math.max(in - acknowledged, 0));
                if (in <= acknowledged) {
                    state.raise(side, c, LAST_ACKNOWLEDGED);
                    threads.forgetIfDone(state, side, c);
                }
            }
        }
    }

    private void take(ModelState state, ModelSide side, int c, int said, boolean last, boolean refuses) {
        if (!state.is(side, c, KNOWN)) {
            if (side == ModelSide.CLIENT || !design.opens(c + 1, state.get(SEEN))) {
                return; // Late.
            }
            state.set(SEEN, c + 1);
            if (refuses) {
                threads.refuse(state, c);
            } else {
                ModelWire.untold(state, side, c);
                threads.start(state, side, c);
            }
            if (!state.is(side, c, KNOWN)) {
                return;
            }
        }
        int received = state.get(side, c, RECEIVED);
        int sequence = design.reads(said, received);
        if (sequence > threads.given(state, side.other(), c)) {
            state.violated(
                    "the " + side + " takes a turn of connection " + (c + 1) + " twice");
        }
        check(state, side, c, sequence, last);
        boolean newTurns = sequence > received;
        boolean newLast = last && !state.is(side, c, PEERS_LAST_TAKEN);
        if (newTurns) {
            state.set(side, c, RECEIVED, sequence);
        }
        if (newLast) {
            state.raise(side, c, PEERS_LAST_TAKEN);
            state.set(side, c, FINAL, sequence);
        }
        threads.wake(state, side, c, newTurns, newLast);
        threads.forgetIfDone(state, side, c);
    }

    /** What the code holds against a token. */
    private void check(ModelState state, ModelSide side, int c, int sequence, boolean last) {
        try {
            TokenRules.check(c + 1L, sequence, setup.turns(side, c));
            long finalCount = state.is(side, c, PEERS_LAST_TAKEN) ? state.get(side, c, FINAL) : -1;
            TokenRules.checkAgainstFinal(c + 1L, sequence, last, finalCount, state.get(side, c, RECEIVED));
        } catch (StatusRuntimeException e) {
            state.violated("the " + side + " takes its peer for faulty: "
                    + e.getStatus().getDescription());
        }
    }
}
