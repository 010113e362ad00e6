package dev.parkway.tcp.search;

import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Side;
import dev.parkway.script.Step;
import dev.parkway.script.Transition;
import dev.parkway.script.check.CausalOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Searches every interleaving of two sides' steps and of the delivery of their tokens, over a stream that may
 * break, losing what is under way, and come back. It looks for states in which nothing goes on, and for states
 * that a side enters before what must have come first.
 */
public final class StreamSearch {

    /**
     * What was found.
     *
     * @param states how many states there are
     * @param deadlocks where nothing goes on although a side has not ended
     * @param violations what was entered before what must have come first
     */
    public record Findings(int states, Set<String> deadlocks, Set<String> violations) {

        /** {@return whether nothing went wrong} */
        public boolean clean() {
            return deadlocks.isEmpty() && violations.isEmpty();
        }
    }

    /** One side: its next step, what it holds of the peer's tokens, how many of its own have left, what comes in. */
    private record End(int next, int gate, int flushed, List<Integer> inbound) {

        End(int next, int gate, int flushed, List<Integer> inbound) {
            this.next = next;
            this.gate = gate;
            this.flushed = flushed;
            this.inbound = List.copyOf(inbound);
        }

        End step(int newGate) {
            return new End(next + 1, newGate, flushed, inbound);
        }

        End flushed(int count) {
            return new End(next, gate, count, inbound);
        }

        End inbound(List<Integer> messages) {
            return new End(next, gate, flushed, messages);
        }

        End arrived(int newGate) {
            return new End(next, newGate, flushed, inbound.subList(1, inbound.size()));
        }

        End with(int message) {
            List<Integer> more = new ArrayList<>(inbound);
            more.add(message);
            return inbound(more);
        }
    }

    private record State(End client, End server, boolean attached, int breaks) {

        End end(Side side) {
            return side == Side.CLIENT ? client : server;
        }

        State with(Side side, End end) {
            return side == Side.CLIENT ? new State(end, server, attached, breaks)
                    : new State(client, end, attached, breaks);
        }
    }

    private final Scenario scenario;
    private final CausalOrder order;
    private final Design design;
    private final Set<String> deadlocks = new TreeSet<>();
    private final Set<String> violations = new TreeSet<>();

    private StreamSearch(Scenario scenario, Design design) {
        this.scenario = scenario;
        this.order = CausalOrder.of(scenario);
        this.design = design;
    }

    /**
     * Searches a scenario.
     *
     * @param scenario the scenario
     * @param design how its tokens cross
     * @param breaks how many times the stream may break, at any point
     * @return what was found
     */
    public static Findings search(Scenario scenario, Design design, int breaks) {
        StreamSearch search = new StreamSearch(scenario, design);
        End start = new End(0, 0, 0, List.of());
        Set<State> states = Space.reachable(new State(start, start, true, breaks), search::next);
        return new Findings(states.size(), search.deadlocks, search.violations);
    }

    private List<State> next(State state) {
        List<State> next = new ArrayList<>();
        for (Side side : Side.values()) {
            step(state, side, next);
            flush(state, side, next);
            deliver(state, side, next);
        }
        if (!state.attached()) {
            next.add(resume(state));
        }
        if (next.isEmpty() && !(ended(state, Side.CLIENT) && ended(state, Side.SERVER))) {
            deadlocks.add(where(state, Side.CLIENT) + ", " + where(state, Side.SERVER));
        }
        // A break alone gets nobody any further, so it comes after the question whether anything goes on.
        if (state.attached() && state.breaks() > 0) {
            next.add(new State(state.client().inbound(List.of()), state.server().inbound(List.of()), false,
                    state.breaks() - 1));
        }
        return next;
    }

    private void step(State state, Side side, List<State> next) {
        if (ended(state, side)) {
            return;
        }
        End end = state.end(side);
        switch (script(side).steps().get(end.next())) {
            case Step.Enter _ -> {
                checkOrder(state, side);
                next.add(state.with(side, end.step(end.gate())));
            }
            case Step.Send _,Step.Pause _ -> next.add(state.with(side, end.step(end.gate())));
            case Step.Await _ -> {
                if (design.opens(end.gate(), count(side, end.next(), Step.Await.class) + 1)) {
                    next.add(state.with(side, end.step(design.taken(end.gate()))));
                }
            }
        }
    }

    private void checkOrder(State state, Side side) {
        Transition record = script(side).transitions()
                .get(count(side, state.end(side).next(), Step.Enter.class));
        Side other = side.other();
        int there = count(other, state.end(other).next(), Step.Enter.class);
        if (order.needs(record) > there) {
            violations.add(record + " before " + script(other).transitions().get(there));
        }
    }

    private void flush(State state, Side side, List<State> next) {
        End end = state.end(side);
        int sent = count(side, end.next(), Step.Send.class);
        if (state.attached() && sent > end.flushed()) {
            int message = design.flush(end.flushed(), sent);
            State left = state.with(side, end.flushed(message));
            next.add(left.with(side.other(), left.end(side.other()).with(message)));
        }
    }

    private void deliver(State state, Side side, List<State> next) {
        End end = state.end(side);
        if (!end.inbound().isEmpty()) {
            next.add(state.with(side, end.arrived(design.arrive(end.gate(), end.inbound().getFirst()))));
        }
    }

    private State resume(State state) {
        State resumed = new State(state.client(), state.server(), true, state.breaks());
        if (!design.resends()) {
            return resumed;
        }
        for (Side side : Side.values()) {
            End end = resumed.end(side);
            int message = design == Design.COUNTED ? count(side, end.next(), Step.Send.class) : end.flushed();
            if (message > 0) {
                resumed = resumed.with(side, end.flushed(message));
                resumed = resumed.with(side.other(), resumed.end(side.other()).with(message));
            }
        }
        return resumed;
    }

    private boolean ended(State state, Side side) {
        return state.end(side).next() == script(side).steps().size();
    }

    private String where(State state, Side side) {
        return side + (ended(state, side) ? " ended"
                : " waits: " + script(side).steps().get(state.end(side).next()));
    }

    private int count(Side side, int next, Class<? extends Step> kind) {
        return (int) script(side).steps().subList(0, next).stream().filter(kind::isInstance).count();
    }

    private Script script(Side side) {
        return scenario.script(side);
    }
}
