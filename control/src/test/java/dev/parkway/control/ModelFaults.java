package dev.parkway.control;

import static dev.parkway.control.ModelServer.FORGOT_IT;
import static dev.parkway.control.ModelServer.HAS_IT;
import static dev.parkway.control.ModelState.ACCEPTED;
import static dev.parkway.control.ModelState.CURRENT;
import static dev.parkway.control.ModelState.DRAIN;
import static dev.parkway.control.ModelState.SESSION;

import dev.parkway.control.ModelSetup.Fault;
import dev.parkway.control.ModelThreads.Cause;
import io.grpc.Status;

/** What befalls the server of the session model, breaks apart: a restart, a rival, a drain. */
final class ModelFaults {

    /** The number of a rival's attach, above all others. */
    private static final int RIVALS = 100;

    private final ModelSetup setup;
    private final ModelThreads threads;
    private final ModelWire wire;
    private final ModelServer server;

    ModelFaults(ModelSetup setup, ModelThreads threads, ModelWire wire, ModelServer server) {
        this.setup = setup;
        this.threads = threads;
        this.wire = wire;
        this.server = server;
    }

    void moves(ModelState state, Moves moves) {
        if (state.get(SESSION) == HAS_IT) {
            restarts(state, moves);
            isTakenOver(state, moves);
            drains(state, moves);
        }
    }

    private void restarts(ModelState state, Moves moves) {
        if (state.budget(Fault.RESTART) > 0) {
            ModelState next = state.copy();
            next.spend(Fault.RESTART);
            if (state.get(CURRENT) != 0) {
                server.lost(next, state.get(CURRENT));
            }
            threads.vanish(next, ModelSide.SERVER);
            next.set(SESSION, FORGOT_IT);
            server.tidy(next);
            next.set(DRAIN, 0);
            moves.add(ModelSide.SERVER, "is restarted", 0, next);
        }
    }

    private void isTakenOver(ModelState state, Moves moves) {
        if (state.budget(Fault.RIVAL) > 0) {
            ModelState next = state.copy();
            next.spend(Fault.RIVAL);
            // It goes away at once: whatever it sends is a stolen id's, and no matter of this model.
            server.leave(next, Status.Code.ABORTED);
            next.set(ACCEPTED, RIVALS);
            moves.add(ModelSide.SERVER, "is attached to by a rival", 0, next);
        }
    }

    private void drains(ModelState state, Moves moves) {
        if (state.get(DRAIN) == 0 && state.budget(Fault.DRAIN) > 0) {
            ModelState next = state.copy();
            next.spend(Fault.DRAIN);
            next.set(DRAIN, ModelThreads.DRAINING);
            moves.add(ModelSide.SERVER, "drains", 0, next);
        } else if (state.get(DRAIN) == ModelThreads.DRAINING) {
            ModelState next = state.copy();
            next.set(DRAIN, ModelThreads.GRACE_OVER);
            for (int c = 0; c < setup.connections(); c++) {
                if (next.is(ModelSide.SERVER, c, ModelState.KNOWN)
                        && !next.is(ModelSide.SERVER, c, ModelState.ENDED)) {
                    threads.proceed(next, ModelSide.SERVER, c);
                }
            }
            moves.add(ModelSide.SERVER, "ends what still waits, grace over", 0, next);
        } else if (state.get(DRAIN) == ModelThreads.GRACE_OVER && allEnded(state)
                && (state.get(CURRENT) == 0 || !wire.hasNews(state, ModelSide.SERVER))) {
            ModelState next = state.copy();
            server.leave(next, Status.Code.OK);
            server.forget(next, Cause.DRAINED);
            moves.add(ModelSide.SERVER, "completes the session, drained", 0, next);
        }
    }

    private boolean allEnded(ModelState state) {
        for (int c = 0; c < setup.connections(); c++) {
            if (state.is(ModelSide.SERVER, c, ModelState.KNOWN)
                    && !state.is(ModelSide.SERVER, c, ModelState.ENDED)) {
                return false;
            }
        }
        return true;
    }
}
