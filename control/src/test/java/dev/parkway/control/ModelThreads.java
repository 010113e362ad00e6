package dev.parkway.control;

import static dev.parkway.control.ModelState.CAUSE;
import static dev.parkway.control.ModelState.DRAIN;
import static dev.parkway.control.ModelState.ENDED;
import static dev.parkway.control.ModelState.FINAL;
import static dev.parkway.control.ModelState.FLAGS;
import static dev.parkway.control.ModelState.FORGOTTEN;
import static dev.parkway.control.ModelState.KNOWN;
import static dev.parkway.control.ModelState.LAST_ACKNOWLEDGED;
import static dev.parkway.control.ModelState.PEERS_LAST_TAKEN;
import static dev.parkway.control.ModelState.POSITION;
import static dev.parkway.control.ModelState.RECEIVED;

/**
 * The state threads of the session model, one on each side of a connection.
 *
 * <p>A turn is taken as soon as it is there: that concerns nobody else, and the thread can do nothing else.
 * A turn is given, and a thread ends, at any time later, so that everything that can be said in between is.
 */
final class ModelThreads {

    /** Why a thread's last wait ended, or a session. */
    enum Cause {
        NONE, DONE, PEER_GONE, DEADLINE, SESSION_LOST, TAKEN_OVER, DRAINED, REFUSED, CRASHED, CLOSED,
        ABANDONED;

        /** The byte that stands for it in a state. */
        @SuppressWarnings("EnumOrdinal") // States live no longer than the process.
        int code() {
            return ordinal();
        }

        @SuppressWarnings("EnumOrdinal") // As above.
        static Cause of(int code) {
            return values()[code];
        }
    }

    /** How far the server is with draining: it refuses new connections. */
    static final int DRAINING = 1;
    /** The time of grace is over. */
    static final int GRACE_OVER = 2;

    private final ModelSetup setup;
    private final ModelDesign design;
    /** By side, connection and position: how many turns were given so far. */
    private final int[][][] given = new int[ModelSide.values().length][][];

    ModelThreads(ModelSetup setup, ModelDesign design) {
        this.setup = setup;
        this.design = design;
        for (ModelSide side : ModelSide.values()) {
            given[side.index()] = new int[setup.connections()][];
            for (int c = 0; c < setup.connections(); c++) {
                given[side.index()][c] = counts(setup.script(side, c));
            }
        }
    }

    private static int[] counts(String script) {
        int[] counts = new int[script.length() + 1];
        for (int i = 0; i < script.length(); i++) {
            counts[i + 1] = counts[i] + (script.charAt(i) == '!' ? 1 : 0);
        }
        return counts;
    }

    /** How many turns a thread has given. */
    int given(ModelState state, ModelSide side, int connection) {
        return given[side.index()][connection][state.get(side, connection, POSITION)];
    }

    /** Every way in which one of a side's threads goes on. */
    void moves(ModelState state, ModelSide side, Moves moves) {
        for (int c = 0; c < setup.connections(); c++) {
            if (!state.is(side, c, KNOWN) || state.is(side, c, ENDED)) {
                continue;
            }
            ModelState next = state.copy();
            if (state.get(side, c, CAUSE) != 0) {
                end(next, side, c);
                moves.add(side, "thread # ends", c + 1, next);
            } else if (gives(state, side, c)) {
                give(next, side, c);
                moves.add(side, "thread # gives a turn", c + 1, next);
            } else if (state.budget(ModelSetup.Fault.DEADLINE) > 0) {
                next.spend(ModelSetup.Fault.DEADLINE);
                next.set(side, c, CAUSE, Cause.DEADLINE.code());
                moves.add(side, "thread # waits past its deadline", c + 1, next);
            }
        }
    }

    private boolean gives(ModelState state, ModelSide side, int c) {
        return setup.script(side, c).charAt(state.get(side, c, POSITION)) == '!';
    }

    private void give(ModelState state, ModelSide side, int c) {
        state.set(side, c, POSITION, state.get(side, c, POSITION) + 1);
        proceed(state, side, c);
    }

    /** A side gets to know a connection: its thread starts. */
    void start(ModelState state, ModelSide side, int c) {
        if (state.get(side, c, FLAGS) != 0 || state.get(side, c, POSITION) != 0) {
            state.violated("connection " + (c + 1) + " was opened twice");
            state.set(side, c, POSITION, 0);
            state.set(side, c, FLAGS, 0);
            state.set(side, c, CAUSE, 0);
        }
        state.raise(side, c, KNOWN);
        proceed(state, side, c);
    }

    /** Takes all turns that are there, up to a turn to give, the script's end or a wait. */
    void proceed(ModelState state, ModelSide side, int c) {
        String script = setup.script(side, c);
        while (state.get(side, c, CAUSE) == 0) {
            int position = state.get(side, c, POSITION);
            if (position == script.length()) {
                state.set(side, c, CAUSE, Cause.DONE.code());
                return;
            }
            if (script.charAt(position) == '!') {
                return;
            }
            int turn = position - given(state, side, c) + 1;
            if (state.get(side, c, RECEIVED) >= turn) {
                state.set(side, c, POSITION, position + 1);
            } else if (state.is(side, c, PEERS_LAST_TAKEN) && state.get(side, c, FINAL) < turn) {
                peerGone(state, side, c, turn);
            } else if (side == ModelSide.SERVER && state.get(DRAIN) == GRACE_OVER) {
                state.set(side, c, CAUSE, Cause.DRAINED.code());
            } else {
                return;
            }
        }
    }

    private void peerGone(ModelState state, ModelSide side, int c, int turn) {
        state.set(side, c, CAUSE, Cause.PEER_GONE.code());
        ModelSide peer = side.other();
        if (given(state, peer, c) >= turn) {
            state.violated("turn " + turn + " of connection " + (c + 1) + " was given to the " + side
                    + " and is lost");
        } else if (!state.is(peer, c, ENDED)) {
            state.violated(
                    "the " + side + " takes connection " + (c + 1) + "'s peer for gone, which runs");
        }
    }

    /** A token came whose news wake the thread. */
    void wake(ModelState state, ModelSide side, int c, boolean turns, boolean last) {
        if (!state.is(side, c, ENDED) && (turns || (last && design.lastWakes()))) {
            proceed(state, side, c);
        }
    }

    private void end(ModelState state, ModelSide side, int c) {
        state.raise(side, c, ENDED);
        forgetIfDone(state, side, c);
    }

    /** A refused connection has ended before it began. */
    void refuse(ModelState state, int c) {
        if (design.answersRefusal()) {
            state.raise(ModelSide.SERVER, c, KNOWN);
            state.set(ModelSide.SERVER, c, CAUSE, Cause.REFUSED.code());
            state.raise(ModelSide.SERVER, c, ENDED);
        }
    }

    void forgetIfDone(ModelState state, ModelSide side, int c) {
        if (design.forgets(state.is(side, c, ENDED), state.is(side, c, PEERS_LAST_TAKEN),
                state.is(side, c, LAST_ACKNOWLEDGED))) {
            state.forget(side, c);
        }
    }

    /** Whether a half-close takes nothing from any connection. */
    boolean allFinished(ModelState state, ModelSide side) {
        for (int c = 0; c < setup.connections(); c++) {
            if (!state.is(side, c, FORGOTTEN)
                    && !design.finishes(state.is(side, c, ENDED), state.is(side, c, PEERS_LAST_TAKEN))) {
                return false;
            }
        }
        return true;
    }

    /** Ends every wait of a side whose session is over, and forgets all: nobody will hear what they still say. */
    void endAll(ModelState state, ModelSide side, Cause cause) {
        for (int c = 0; c < setup.connections(); c++) {
            if (!state.is(side, c, KNOWN)) {
                continue;
            }
            proceed(state, side, c);
            while (state.get(side, c, CAUSE) == 0 && gives(state, side, c)) {
                give(state, side, c);
            }
            if (state.get(side, c, CAUSE) == 0) {
                state.set(side, c, CAUSE, cause.code());
            }
            state.raise(side, c, ENDED);
            state.forget(side, c);
        }
    }

    /** The process is dead, its threads with it: their last wait never ends. */
    void vanish(ModelState state, ModelSide side) {
        for (int c = 0; c < setup.connections(); c++) {
            if (state.is(side, c, KNOWN)) {
                if (!state.is(side, c, ENDED)) {
                    state.set(side, c, CAUSE, Cause.CRASHED.code());
                }
                state.forget(side, c);
            }
        }
    }

}
