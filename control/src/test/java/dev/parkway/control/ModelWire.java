package dev.parkway.control;

import static dev.parkway.control.ModelState.CHOSEN;
import static dev.parkway.control.ModelState.ENDED;
import static dev.parkway.control.ModelState.KNOWN;
import static dev.parkway.control.ModelState.LAST_ACKNOWLEDGED;
import static dev.parkway.control.ModelState.LAST_IN;
import static dev.parkway.control.ModelState.OWED;
import static dev.parkway.control.ModelState.OWES;
import static dev.parkway.control.ModelState.TOLD;
import static dev.parkway.control.ModelState.TOLD_LAST;
import static dev.parkway.control.ModelState.UNACKNOWLEDGED;

/**
 * How tokens and acknowledgements leave in the session model. A batch is an acknowledgement, one higher than
 * it says so that no batch is all zero, and one byte for each connection: 0, or 1 + 2 × sequence + last.
 *
 * <p>Acknowledgements are kept as how many batches are new since the last, not as how many there were in all.
 * On one stream, where nothing is lost but the end, that says the same, and the states stay finite.
 *
 * <p>A side may send any of its marks in any order, which is more than the code does; only that the client
 * tells a stream of connections in the order of their numbers is a rule.
 */
final class ModelWire {

    private final ModelSetup setup;
    private final ModelDesign design;
    private final ModelThreads threads;

    ModelWire(ModelSetup setup, ModelDesign design, ModelThreads threads) {
        this.setup = setup;
        this.design = design;
        this.threads = threads;
    }

    /** Every batch that a side may send on its present attach. */
    void sends(ModelState state, ModelSide side, int attach, Moves moves) {
        int marked = marked(state, side);
        int stream = attach;
        if (design.choosesStreamEarly()) {
            stream = state.get(side, CHOSEN);
            if (stream == 0) {
                if (marked != 0) {
                    ModelState next = state.copy();
                    next.set(side, CHOSEN, attach);
                    moves.add(side, "flusher chooses attach #", attach, next);
                }
                return;
            }
        }
        boolean full = stream == attach && state.underWay(attach, side.other()) == setup.inFlight();
        for (int chosen = marked; !full && chosen >= 0; chosen--) {
            if ((chosen & ~marked) != 0 || !inOrder(state, side, chosen)) {
                continue;
            }
            if (chosen != 0 || state.get(side, OWES) != 0) {
                ModelState next = state.copy();
                next.set(side, CHOSEN, 0);
                send(next, side, stream, attach, chosen);
                moves.add(side, chosen == 0 ? "acknowledges on attach #" : "sends a batch on attach #",
                        stream,
                        next);
            }
        }
    }

    /** The connections of which the present attach has not been told all, as bits. */
    private int marked(ModelState state, ModelSide side) {
        int marked = 0;
        for (int c = 0; c < setup.connections(); c++) {
            if (state.is(side, c, KNOWN) && (threads.given(state, side, c) != state.get(side, c, TOLD)
                    || (state.is(side, c, ENDED) && !state.is(side, c, TOLD_LAST)))) {
                marked |= 1 << c;
            }
        }
        return marked;
    }

    /** Whether there is anything left to send. */
    boolean hasNews(ModelState state, ModelSide side) {
        return marked(state, side) != 0;
    }

    private boolean inOrder(ModelState state, ModelSide side, int chosen) {
        if (side == ModelSide.SERVER || !design.opensInOrder()) {
            return true;
        }
        boolean untold = false;
        for (int c = 0; c < setup.connections(); c++) {
            boolean news = state.is(side, c, KNOWN) && state.get(side, c, TOLD) < 0;
            boolean now = (chosen & (1 << c)) != 0;
            if (news && now && untold) {
                return false;
            }
            untold |= news && !now;
        }
        return true;
    }

    private void send(ModelState state, ModelSide side, int stream, int attach, int chosen) {
        byte[] batch = new byte[1 + setup.connections()];
        for (int c = 0; c < setup.connections(); c++) {
            if ((chosen & (1 << c)) != 0) {
                int given = threads.given(state, side, c);
                int last = state.is(side, c, ENDED) ? 1 : 0;
                batch[1 + c] = (byte) (1 + 2 * design.says(given, state.get(side, c, TOLD)) + last);
                state.set(side, c, TOLD, given);
                if (last == 1) {
                    state.raise(side, c, TOLD_LAST);
                    state.set(side, c, LAST_IN, stream == attach ? state.get(side, UNACKNOWLEDGED) + 1 : 0);
                }
            }
        }
        // On a stream that has ended it goes nowhere, but the sender does not know that.
        if (stream == attach) {
            post(state, side, attach, batch);
        }
        for (int c = 0; c < setup.connections() && !design.awaitsAcknowledgement(); c++) {
            if (state.is(side, c, TOLD_LAST)) {
                state.raise(side, c, LAST_ACKNOWLEDGED);
                threads.forgetIfDone(state, side, c);
            }
        }
    }

    /** Sends a batch, an empty one is all zero, and the acknowledgement that is owed with it. */
    void post(ModelState state, ModelSide side, int attach, byte[] batch) {
        batch[0] = (byte) (1 + state.get(side, OWED));
        state.set(side, OWED, 0);
        state.set(side, OWES, 0);
        state.set(side, UNACKNOWLEDGED, state.get(side, UNACKNOWLEDGED) + 1);
        state.push(attach, side.other(), batch);
    }

    /** An empty batch, for {@link #post}. */
    byte[] empty() {
        return new byte[1 + setup.connections()];
    }

    /** A side begins an attach: nothing is under way on it, and it was told nothing. */
    void begin(ModelState state, ModelSide side) {
        state.set(side, UNACKNOWLEDGED, 0);
        state.set(side, OWED, 0);
        state.set(side, OWES, 0);
        for (int c = 0; c < setup.connections() && design.restates(); c++) {
            if (state.is(side, c, KNOWN)) {
                untold(state, side, c);
            }
        }
    }

    /** The stream was told nothing of a connection. That it is there is news to the server alone. */
    static void untold(ModelState state, ModelSide side, int c) {
        state.set(side, c, TOLD, side == ModelSide.CLIENT ? -1 : 0);
        state.lower(side, c, TOLD_LAST);
        state.set(side, c, LAST_IN, 0);
    }
}
