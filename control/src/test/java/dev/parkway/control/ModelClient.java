package dev.parkway.control;

import static dev.parkway.control.ModelState.CLIENTS_END;
import static dev.parkway.control.ModelState.CLIENT_END;
import static dev.parkway.control.ModelState.DEAD;
import static dev.parkway.control.ModelState.DRAIN;
import static dev.parkway.control.ModelState.GREETED;
import static dev.parkway.control.ModelState.HALF_CLOSED;
import static dev.parkway.control.ModelState.LIVE;
import static dev.parkway.control.ModelState.NEWEST;
import static dev.parkway.control.ModelState.PHASE;
import static dev.parkway.control.ModelState.SERVERS_END;
import static dev.parkway.control.ModelState.SESSION;
import static dev.parkway.control.ModelState.STATUS;

import dev.parkway.control.ModelSetup.Fault;
import dev.parkway.control.ModelThreads.Cause;
import io.grpc.Status;

/** The client process of the session model: it attaches, and does so again until its session is over. */
final class ModelClient {

    // PHASE.
    static final int OPENING = 0;
    static final int OPEN = 1;
    /** It has half-closed at least once. */
    static final int CLOSING = 2;
    static final int OVER = 3;

    private final ModelSetup setup;
    private final ModelDesign design;
    private final ModelThreads threads;
    private final ModelWire wire;
    private final ModelInbox inbox;

    ModelClient(ModelSetup setup, ModelDesign design, ModelThreads threads, ModelWire wire,
            ModelInbox inbox) {
        this.setup = setup;
        this.design = design;
        this.threads = threads;
        this.wire = wire;
        this.inbox = inbox;
    }

    /** A client whose first attach is on its way. */
    void begin(ModelState state) {
        attach(state);
        if (!design.awaitsGreeting()) {
            open(state);
        }
    }

    void moves(ModelState state, Moves moves) {
        if (state.get(PHASE) == OVER) {
            return;
        }
        int attach = state.get(NEWEST);
        takes(state, attach, moves);
        breaks(state, attach, moves);
        if (state.get(PHASE) != OPENING) {
            threads.moves(state, ModelSide.CLIENT, moves);
            // What is sent to an end that is dead changes nothing: the next attach is told all of it again.
            if (state.getStream(attach, SERVERS_END) <= LIVE && state.getStream(attach, HALF_CLOSED) == 0) {
                wire.sends(state, ModelSide.CLIENT, attach, moves);
                halfCloses(state, attach, moves);
            }
            if (state.get(GREETED) == 0 && attach > 1) {
                ModelState next = state.copy();
                end(next, state.get(PHASE) == CLOSING ? Cause.CLOSED : Cause.SESSION_LOST);
                moves.add(ModelSide.CLIENT, "gives up resuming, linger over", 0, next);
            }
        }
        if (state.budget(Fault.CRASH) > 0) {
            ModelState next = state.copy();
            next.spend(Fault.CRASH);
            threads.vanish(next, ModelSide.CLIENT);
            end(next, Cause.CRASHED);
            moves.add(ModelSide.CLIENT, "crashes", 0, next);
        }
    }

    private void takes(ModelState state, int attach, Moves moves) {
        if (state.underWay(attach, ModelSide.CLIENT) > 0) {
            ModelState next = state.copy();
            byte[] batch = next.pop(attach, ModelSide.CLIENT);
            next.set(GREETED, 1);
            if (next.get(PHASE) == OPENING) {
                open(next);
            }
            inbox.take(next, ModelSide.CLIENT, batch, false);
            moves.add(ModelSide.CLIENT, "takes a batch of attach #", attach, next);
        } else if (state.getStream(attach, STATUS) != 0) {
            ModelState next = state.copy();
            Status.Code code = Status.fromCodeValue(state.getStream(attach, STATUS) - 1).getCode();
            next.setStream(attach, STATUS, 0);
            ended(next, code);
            moves.add(ModelSide.CLIENT, "takes " + code + " of attach #", attach, next);
        }
    }

    /** The session is open: its connections may begin. */
    private void open(ModelState state) {
        state.set(PHASE, OPEN);
        for (int c = 0; c < setup.connections(); c++) {
            ModelWire.untold(state, ModelSide.CLIENT, c);
            threads.start(state, ModelSide.CLIENT, c);
        }
    }

    /** The stream has ended with a status that the server chose. */
    private void ended(ModelState state, Status.Code code) {
        boolean serverForgotIt = state.get(SESSION) == ModelServer.FORGOT_IT;
        if (state.get(PHASE) == CLOSING && SessionRules.closes(code)) {
            // All peers' lasts were taken: an end before the server's OK takes nothing from anybody.
            end(state, Cause.CLOSED);
            return;
        }
        switch (SessionRules.after(code)) {
            case ATTACH_AGAIN -> reattach(state);
            case TAKEN_OVER -> {
                if (setup.budget(Fault.RIVAL) == state.budget(Fault.RIVAL)) {
                    state.violated("the client's live stream is thrown out, and nobody took it over");
                }
                end(state, Cause.TAKEN_OVER);
            }
            case SESSION_LOST -> {
                if (!serverForgotIt
                        || (code == Status.Code.OK && state.get(DRAIN) != ModelThreads.GRACE_OVER)) {
                    state.violated("the client takes its session for lost with " + code + ", without cause");
                }
                end(state, Cause.SESSION_LOST);
            }
        }
    }

    /**
     * A break: the newest stream is found to be dead, and the next attach sets out. It does so at once, since it
     * may be under way for as long as any pause before it.
     */
    private void breaks(ModelState state, int attach, Moves moves) {
        boolean known = state.getStream(attach, SERVERS_END) > LIVE && state.getStream(attach, STATUS) == 0;
        if (!known && state.budget(Fault.BREAK) == 0) {
            return;
        }
        ModelState next = state.copy();
        if (!known) {
            next.spend(Fault.BREAK);
        }
        reattach(next);
        moves.add(ModelSide.CLIENT, "notices that attach # is broken", attach, next);
    }

    private void reattach(ModelState state) {
        close(state);
        if (state.get(PHASE) == OPENING) {
            // It opens another session under a new id, which is another run; this one lingers out.
            end(state, Cause.ABANDONED);
        } else {
            attach(state);
        }
    }

    private void attach(ModelState state) {
        state.set(NEWEST, state.get(NEWEST) + 1);
        state.setStream(state.get(NEWEST), CLIENTS_END, LIVE);
        state.set(GREETED, 0);
        wire.begin(state, ModelSide.CLIENT);
    }

    private static void close(ModelState state) {
        int attach = state.get(NEWEST);
        state.setStream(attach, CLIENTS_END, DEAD);
        state.lose(attach, ModelSide.CLIENT);
    }

    private void halfCloses(ModelState state, int attach, Moves moves) {
        if (setup.closes() && threads.allFinished(state, ModelSide.CLIENT)) {
            ModelState next = state.copy();
            next.set(PHASE, CLOSING);
            next.setStream(attach, HALF_CLOSED, 1);
            moves.add(ModelSide.CLIENT, "half-closes attach #", attach, next);
        }
    }

    private void end(ModelState state, Cause cause) {
        close(state);
        if (cause != Cause.CRASHED) {
            threads.endAll(state, ModelSide.CLIENT, cause);
        }
        state.set(PHASE, OVER);
        state.set(CLIENT_END, cause.code());
        state.set(GREETED, 0);
        wire.begin(state, ModelSide.CLIENT);
        state.set(ModelSide.CLIENT, ModelState.CHOSEN, 0);
    }
}
