package dev.parkway.connection;

import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.State;
import dev.parkway.script.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One side of one connection, walking its script from state to state.
 *
 * <p>Each state is recorded in the history first, then the observers are told, and only then the token that
 * announces it is given; so whatever this side recorded before its k-th unpark is recorded before anything
 * that the peer does after taking its k-th turn.
 *
 * <p>A wait that ends otherwise than by its turn moves the side along its protocol's edge for that, TCP's X11 to
 * CLOSED, with that end as the cause, and ends it. So does a failure in this process, an observer's exception say, with the cause
 * {@code internal error}; the exception then leaves {@link #run}, for the thread's handler to report. However
 * the side ends, its peer is told once, after the last record: {@link Peer#finish()}.
 *
 * <p>A side that is about to take an edge before which it can be held, as TCP's is before it closes an ESTABLISHED
 * connection, does so when it has been held for as long as the conditions say; if its session ends before, that is how it ends.
 *
 * <p>Records that the history holds at the start, the listener's, are neither made nor announced again.
 */
public final class StateThread implements Runnable {

    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private final History history;
    private final TurnGate gate;
    private final Peer peer;
    private final Conditions conditions;

    // Touched by the state thread alone. The counts are what it really gave and took, not what the script says.
    private Observation observation = Observation.NONE;
    private TurnTimer timer = TurnTimer.NONE;
    private int sent;
    private int received;
    // Records of the history that this thread did not make and whose steps it has yet to pass over.
    private int known;
    // Whether a token was taken that no move has answered yet.
    private boolean answering;

    /**
     * Creates a side that has not begun.
     *
     * @param history where it records what it does, with the script that it walks
     * @param gate where it waits for its turns
     * @param peer whom it gives turns to
     * @param conditions what it has in common with others
     */
    public StateThread(History history, TurnGate gate, Peer peer, Conditions conditions) {
        this.history = history;
        this.gate = gate;
        this.peer = peer;
        this.conditions = conditions;
    }

    /**
     * Runs it in a virtual thread of its own, named after side and connection, which thread dumps show.
     *
     * @return the thread, started
     */
    public Thread start() {
        Thread thread = unstarted();
        thread.start();
        return thread;
    }

    /** The same, to be started by the caller. */
    Thread unstarted() {
        return Thread.ofVirtual().name(history.side() + " " + history.name()).unstarted(this);
    }

    @Override
    public void run() {
        try {
            known = history.size();
            observation = conditions.observer().begin(history);
            timer = conditions.timers().begin(history);
            TurnResult result = walk();
            if (result == TurnResult.TURN_TAKEN) {
                end(History.COMPLETED);
            } else {
                Cause cause = Causes.of(result);
                leave(cause);
                end(cause.toString());
            }
        } catch (RuntimeException | Error failure) {
            fail(failure);
            throw failure;
        } finally {
            peer.finish();
        }
    }

    /** Returns TURN_TAKEN at the script's end, or why it did not come so far. */
    private TurnResult walk() {
        List<Step> steps = history.script().steps();
        // By index: an iterator would be garbage.
        for (int i = 0; i < steps.size(); i++) {
            TurnResult result = take(steps.get(i));
            if (result != TurnResult.TURN_TAKEN) {
                return result;
            }
        }
        return TurnResult.TURN_TAKEN;
    }

    private TurnResult take(Step step) {
        switch (step) {
            case Step.Enter _ when known > 0 -> known--;
            case Step.Enter enter -> {
                if (history.size() > 0 && !conditions.pace().hold(history)) {
                    return interrupted();
                }
                if (holdsBefore(enter)) {
                    Optional<TurnResult> end = gate.hold(conditions.hold());
                    if (end.isPresent()) {
                        return end.get();
                    }
                }
                answering = false;
                enter(enter.state(), enter.cause(), enter.edge());
            }
            case Step.Send _ -> {
                if (answering && !conditions.pace().hold(history)) {
                    return interrupted();
                }
                answering = false;
                sent++;
                timer.given();
                peer.unpark();
            }
            case Step.Await _ -> {
                if (sent == 0) {
                    // No turn has told the peer of this side yet, and the peer may have to move first.
                    peer.flush();
                }
                timer.waits();
                TurnResult result = gate.await(received + 1L);
                timer.waited(result);
                if (result != TurnResult.TURN_TAKEN) {
                    return result;
                }
                received++;
                answering = true;
            }
            case Step.Pause pause -> {
                if (!gate.pause(conditions.durations().of(pause.timer()))) {
                    return interrupted();
                }
            }
        }
        return TurnResult.TURN_TAKEN;
    }

    /** Why a side that was interrupted elsewhere than at its gate goes no further: the gate's end is stronger. */
    private TurnResult interrupted() {
        return gate.hold(AT_ONCE).orElse(TurnResult.INTERRUPTED);
    }

    private boolean holdsBefore(Step.Enter enter) {
        return enter.edge() != null && enter.edge().held() && conditions.hold().isPositive();
    }

    /** Ends the side's walk by its protocol's edge for that. */
    private void leave(Cause cause) {
        Edge edge = history.state().map(history.scenario().protocol()::ending).orElseThrow();
        enter(edge.to(), cause, edge);
    }

    private void enter(State state, @Nullable Cause cause, @Nullable Edge edge) {
        history.append(state, cause, edge, sent, received, conditions.epochNanos().getAsLong());
        observation.entered(history.size());
    }

    private void end(String outcome) {
        history.end(outcome);
        observation.ended();
    }

    /** Brings the records to an end and tells the observers, as far as that can still be done. */
    private void fail(Throwable failure) {
        if (history.outcome().isPresent()) {
            // Over already: it was the telling that failed.
            return;
        }
        also(failure, () -> {
            // A side without a state has none to leave.
            if (history.size() > 0) {
                leave(Causes.INTERNAL_ERROR);
            }
        });
        also(failure, () -> end(Causes.INTERNAL_ERROR.toString()));
    }

    private static void also(Throwable failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error again) {
            if (!again.equals(failure)) {
                failure.addSuppressed(again);
            }
        }
    }
}
