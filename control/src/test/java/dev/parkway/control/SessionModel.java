package dev.parkway.control;

import static dev.parkway.control.ModelState.CLIENT_END;
import static dev.parkway.control.ModelState.CURRENT;
import static dev.parkway.control.ModelState.GREETED;
import static dev.parkway.control.ModelState.NEWEST;
import static dev.parkway.control.ModelState.PHASE;
import static dev.parkway.control.ModelState.SESSION;

import dev.parkway.control.ModelSetup.Fault;
import dev.parkway.control.ModelThreads.Cause;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The session protocol as a model: every way in which two processes, their state threads and the streams
 * between them can go on. It plays by a {@link ModelDesign}.
 *
 * <p>What must hold, and where it is looked at:
 * <ul>
 * <li>No turn is lost: whoever takes its peer for gone was not given the turn that it waited for
 * ({@link ModelThreads}); where nothing but breaks happened and the session was not lost, every script has run
 * to its end (here).
 * <li>No turn is doubled, and their order is kept: a side never counts more turns than its peer has given
 * ({@link ModelInbox}).
 * <li>Nobody waits for ever: where nothing goes on, every thread of a live process has ended (here); and no
 * run goes on without end ({@link SessionSearch}).
 * <li>A wait ends with a cause that is true: <i>peer gone</i> only if the peer's thread has ended,
 * <i>session lost</i> only if the other side has let go of it or could not be reached, <i>taken over</i> only
 * if somebody has taken over ({@link ModelThreads}, {@link ModelClient}, {@link ModelServer}).
 * <li>Both sides forget everything: where nothing goes on, no connection, session or stream is left (here).
 * <li>No connection is opened twice ({@link ModelThreads}), no half-close cuts a thread short, and no session
 * is revived after it was lost or resumed before it was open ({@link ModelServer}).
 * <li>Neither side takes the other for faulty: {@link TokenRules} find nothing ({@link ModelInbox}).
 * </ul>
 *
 * <p>What the model leaves out: it has one session, and opening another under a new id is another run of it.
 * Time is left out too: a deadline or a linger that may pass passes at any moment. gRPC itself delivers an
 * attach once at most, so the model does.
 */
final class SessionModel {

    private final ModelSetup setup;
    private final ModelClient client;
    private final ModelServer server;
    private final ModelFaults faults;

    SessionModel(ModelSetup setup, ModelDesign design) {
        this.setup = setup;
        ModelThreads threads = new ModelThreads(setup, design);
        ModelWire wire = new ModelWire(setup, design, threads);
        ModelInbox inbox = new ModelInbox(setup, design, threads);
        this.client = new ModelClient(setup, design, threads, wire, inbox);
        this.server = new ModelServer(setup, design, threads, wire, inbox);
        this.faults = new ModelFaults(setup, threads, wire, server);
    }

    /** The state in which the client's first attach is on its way. */
    ModelState initial() {
        ModelState state = ModelState.zero(setup);
        for (Fault fault : Fault.values()) {
            state.set(ModelState.BUDGET + fault.index(), setup.budget(fault));
        }
        client.begin(state);
        return state;
    }

    /** Every way in which a state goes on. */
    void moves(ModelState state, Moves moves) {
        client.moves(state, moves);
        server.moves(state, moves);
        faults.moves(state, moves);
    }

    /** What is wrong with a state in which nothing goes on; empty if it is an end as it should be. */
    Optional<String> wrongAtTheEnd(ModelState state) {
        for (ModelSide side : ModelSide.values()) {
            for (int c = 0; c < setup.connections(); c++) {
                if (state.is(side, c, ModelState.KNOWN)) {
                    String whose = "the " + side;
                    return Optional.of(state.is(side, c, ModelState.ENDED)
                            ? whose + " never forgets connection " + (c + 1)
                            : whose + "'s thread " + (c + 1) + " waits for ever");
                }
            }
        }
        if (!attached(state)) {
            if (state.get(PHASE) != ModelClient.OVER) {
                return Optional.of("the client's session never ends");
            }
            if (state.get(SESSION) == ModelServer.HAS_IT) {
                return Optional.of("the server never forgets the session");
            }
            for (int attach = 1; attach <= state.get(NEWEST); attach++) {
                if (state.getStream(attach, ModelState.CLIENTS_END) != ModelState.DEAD
                        || state.getStream(attach, ModelState.SERVERS_END) != ModelState.DEAD) {
                    return Optional.of("a stream is left over");
                }
            }
        }
        return orderly(state) && onlyBreaks() && !allDone(state)
                ? Optional.of("a script did not run to its end, and nothing kept it from it")
                : Optional.empty();
    }

    /** Whether a run has ended as one without faults does. */
    boolean happy(ModelState state) {
        return orderly(state) && allDone(state);
    }

    /** Why threads and the client's session have ended. */
    Set<Cause> causes(ModelState state) {
        Set<Cause> causes = EnumSet.of(Cause.of(state.get(CLIENT_END)));
        for (ModelSide side : ModelSide.values()) {
            for (int c = 0; c < setup.connections(); c++) {
                causes.add(Cause.of(state.get(side, c, ModelState.CAUSE)));
            }
        }
        return causes;
    }

    /** Whether a client that stays is there with its session. */
    private boolean attached(ModelState state) {
        return !setup.closes() && state.get(PHASE) == ModelClient.OPEN && state.get(GREETED) == 1
                && state.get(CURRENT) == state.get(NEWEST);
    }

    private boolean orderly(ModelState state) {
        return attached(state) || state.get(CLIENT_END) == Cause.CLOSED.code();
    }

    private boolean onlyBreaks() {
        return setup.budget(Fault.DEADLINE) + setup.budget(Fault.REFUSAL) + setup.budget(Fault.DRAIN) == 0;
    }

    private boolean allDone(ModelState state) {
        for (ModelSide side : ModelSide.values()) {
            for (int c = 0; c < setup.connections(); c++) {
                if (state.get(side, c, ModelState.CAUSE) != Cause.DONE.code()) {
                    return false;
                }
            }
        }
        return true;
    }
}
