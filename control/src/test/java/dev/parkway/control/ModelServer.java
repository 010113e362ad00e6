package dev.parkway.control;

import static dev.parkway.control.ModelState.ACCEPTED;
import static dev.parkway.control.ModelState.CLIENTS_END;
import static dev.parkway.control.ModelState.CURRENT;
import static dev.parkway.control.ModelState.DEAD;
import static dev.parkway.control.ModelState.DRAIN;
import static dev.parkway.control.ModelState.HALF_CLOSED;
import static dev.parkway.control.ModelState.LIVE;
import static dev.parkway.control.ModelState.NEWEST;
import static dev.parkway.control.ModelState.OLDER;
import static dev.parkway.control.ModelState.SEEN;
import static dev.parkway.control.ModelState.SERVERS_END;
import static dev.parkway.control.ModelState.SESSION;
import static dev.parkway.control.ModelState.STATUS;

import dev.parkway.control.ModelSetup.Fault;
import dev.parkway.control.ModelThreads.Cause;
import io.grpc.Status;

/** The server process of the session model: what becomes of the attaches that reach it, and of the session. */
final class ModelServer {

    // SESSION.
    static final int NEVER_HAD_IT = 0;
    static final int HAS_IT = 1;
    static final int FORGOT_IT = 2;

    private final ModelSetup setup;
    private final ModelDesign design;
    private final ModelThreads threads;
    private final ModelWire wire;
    private final ModelInbox inbox;

    ModelServer(ModelSetup setup, ModelDesign design, ModelThreads threads, ModelWire wire,
            ModelInbox inbox) {
        this.setup = setup;
        this.design = design;
        this.threads = threads;
        this.wire = wire;
        this.inbox = inbox;
    }

    void moves(ModelState state, Moves moves) {
        for (int attach = 1; attach <= state.get(NEWEST); attach++) {
            switch (state.getStream(attach, SERVERS_END)) {
                case 0 -> arrives(state, attach, moves);
                case OLDER -> hearsOlder(state, attach, moves);
                default -> {
                }
            }
        }
        if (state.get(SESSION) != HAS_IT) {
            return;
        }
        threads.moves(state, ModelSide.SERVER, moves);
        int current = state.get(CURRENT);
        if (current == 0) {
            ModelState next = state.copy();
            forget(next, Cause.SESSION_LOST);
            moves.add(ModelSide.SERVER, "forgets the session, linger over", 0, next);
        } else {
            takes(state, current, moves);
            breaks(state, current, moves);
            if (state.getStream(current, CLIENTS_END) == LIVE) {
                wire.sends(state, ModelSide.SERVER, current, moves);
            }
        }
    }

    private void arrives(ModelState state, int attach, Moves moves) {
        ModelState next = state.copy();
        if (attach == 1) {
            if (state.get(DRAIN) > 0) {
                close(next, attach, Status.Code.UNAVAILABLE);
            } else {
                next.set(SESSION, HAS_IT);
                accept(next, attach);
            }
        } else if (state.get(SESSION) != HAS_IT && !design.resumeCreates()) {
            close(next, attach, Status.Code.NOT_FOUND);
        } else if (!design.accepts(attach, state.get(ACCEPTED))) {
            close(next, attach, Status.Code.ABORTED);
        } else {
            if (state.get(SESSION) == FORGOT_IT) {
                next.violated("a session is revived that was lost");
            } else if (state.get(SESSION) == NEVER_HAD_IT) {
                next.violated("a session is resumed that was never opened");
            }
            next.set(SESSION, HAS_IT);
            accept(next, attach);
        }
        moves.add(ModelSide.SERVER, "meets attach #", attach, next);
        if (state.getStream(attach, CLIENTS_END) == DEAD) {
            ModelState never = state.copy();
            close(never, attach, Status.Code.UNAVAILABLE);
            moves.add(ModelSide.SERVER, "never meets attach #", attach, never);
        }
    }

    private void accept(ModelState state, int attach) {
        leave(state, Status.Code.ABORTED);
        state.setStream(attach, SERVERS_END, LIVE);
        state.set(CURRENT, attach);
        state.set(ACCEPTED, attach);
        wire.begin(state, ModelSide.SERVER);
        if (state.getStream(attach, CLIENTS_END) == LIVE) {
            wire.post(state, ModelSide.SERVER, attach, wire.empty());
        }
    }

    /** Ends the present stream, if there is one, with a status for a client that still listens. */
    void leave(ModelState state, Status.Code code) {
        int current = state.get(CURRENT);
        if (current != 0) {
            boolean deaf = state.getStream(current, CLIENTS_END) == DEAD;
            if (design.hearsOlder() && deaf && state.underWay(current, ModelSide.SERVER) > 0) {
                state.setStream(current, SERVERS_END, OLDER);
            } else {
                // What else comes on it is ignored, so it may as well be gone.
                close(state, current, code);
            }
            detach(state);
        }
    }

    private void detach(ModelState state) {
        state.set(CURRENT, 0);
        wire.begin(state, ModelSide.SERVER);
    }

    private static void close(ModelState state, int attach, Status.Code code) {
        state.setStream(attach, SERVERS_END, DEAD);
        state.lose(attach, ModelSide.SERVER);
        if (state.getStream(attach, CLIENTS_END) == LIVE) {
            state.setStream(attach, STATUS, code.value() + 1);
        }
    }

    private void hearsOlder(ModelState state, int attach, Moves moves) {
        ModelState next = state.copy();
        byte[] batch = next.pop(attach, ModelSide.SERVER);
        if (next.get(CURRENT) != 0) {
            inbox.acknowledge(next, ModelSide.SERVER, batch);
        }
        if (next.underWay(attach, ModelSide.SERVER) == 0) {
            next.setStream(attach, SERVERS_END, DEAD);
            next.lose(attach, ModelSide.SERVER);
        }
        moves.add(ModelSide.SERVER, "hears a batch of the older attach #", attach, next);
    }

    private void takes(ModelState state, int current, Moves moves) {
        if (state.underWay(current, ModelSide.SERVER) > 0) {
            ModelState next = state.copy();
            inbox.take(next, ModelSide.SERVER, next.pop(current, ModelSide.SERVER), state.get(DRAIN) > 0);
            moves.add(ModelSide.SERVER, "takes a batch of attach #", current, next);
            if (state.budget(Fault.REFUSAL) > 0) {
                ModelState refused = state.copy();
                inbox.take(refused, ModelSide.SERVER, refused.pop(current, ModelSide.SERVER), true);
                if (refused.get(SEEN) != state.get(SEEN)) {
                    refused.spend(Fault.REFUSAL);
                    moves.add(ModelSide.SERVER, "takes a batch and refuses what it opens, attach #", current,
                            refused);
                }
            }
        } else if (state.getStream(current, HALF_CLOSED) != 0) {
            ModelState next = state.copy();
            leave(next, Status.Code.OK);
            for (int c = 0; c < setup.connections(); c++) {
                if (state.is(ModelSide.SERVER, c, ModelState.KNOWN)
                        && !state.is(ModelSide.SERVER, c, ModelState.ENDED)) {
                    next.violated("a half-close cuts the server's thread " + (c + 1) + " short");
                }
            }
            forget(next, Cause.SESSION_LOST);
            moves.add(ModelSide.SERVER, "takes the half-close of attach #", current, next);
        }
    }

    private void breaks(ModelState state, int current, Moves moves) {
        boolean known = state.getStream(current, CLIENTS_END) == DEAD;
        if (!known && state.budget(Fault.BREAK) == 0) {
            return;
        }
        ModelState next = state.copy();
        if (!known) {
            next.spend(Fault.BREAK);
        }
        lost(next, current);
        moves.add(ModelSide.SERVER, "notices that attach # is broken", current, next);
    }

    /** The server's end of its present stream is gone; what the client was sent may still come. */
    void lost(ModelState state, int current) {
        state.setStream(current, SERVERS_END, DEAD);
        state.lose(current, ModelSide.SERVER);
        detach(state);
    }

    void forget(ModelState state, Cause cause) {
        threads.endAll(state, ModelSide.SERVER, cause);
        state.set(SESSION, FORGOT_IT);
        tidy(state);
    }

    /** Clears what only a server that has the session needs to know. */
    void tidy(ModelState state) {
        wire.begin(state, ModelSide.SERVER);
        state.set(ModelSide.SERVER, ModelState.CHOSEN, 0);
        state.set(ACCEPTED, 0);
        state.set(SEEN, 0);
    }
}
