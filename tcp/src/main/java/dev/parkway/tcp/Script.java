package dev.parkway.tcp;

import java.util.ArrayList;
import java.util.List;

/** What one side of a scenario does, in order. Only scripts that the RFC allows come into being. */
public final class Script {

    private final Side side;
    private final List<Step> steps;
    private final List<Transition> transitions;
    private final List<Segment> sent;
    private final List<Segment> awaited;
    private final int[] entersBeforeSend;

    Script(Side side, List<Step> steps) {
        this.side = side;
        this.steps = List.copyOf(steps);
        List<Transition> entered = new ArrayList<>();
        List<Segment> sends = new ArrayList<>();
        List<Segment> awaits = new ArrayList<>();
        List<Integer> before = new ArrayList<>();
        TcpState state = null;
        for (Step step : this.steps) {
            switch (step) {
                case Step.Enter enter -> {
                    entered.add(new Transition(side, entered.size() + 1, state, enter.state(), enter.cause(),
                            enter.edge(), sends.size(), awaits.size(), 0));
                    state = enter.state();
                }
                case Step.Send send -> {
                    sends.add(send.segment());
                    before.add(entered.size());
                }
                case Step.Await await -> awaits.add(await.segment());
                case Step.TwoMsl() -> {
                }
            }
        }
        transitions = List.copyOf(entered);
        sent = List.copyOf(sends);
        awaited = List.copyOf(awaits);
        entersBeforeSend = before.stream().mapToInt(Integer::intValue).toArray();
    }

    /** {@return whose script} */
    public Side side() {
        return side;
    }

    /** {@return the steps in order; none for a side that never hears of the connection} */
    public List<Step> steps() {
        return steps;
    }

    /** {@return how many tokens the script gives} */
    public int sends() {
        return sent.size();
    }

    /** {@return how many tokens the script takes, which is as many as the peer may ever give} */
    public int awaits() {
        return awaited.size();
    }

    /** {@return what the tokens given stand for, in order} */
    public List<Segment> sent() {
        return sent;
    }

    /** {@return what the tokens taken stand for, in order} */
    public List<Segment> awaited() {
        return awaited;
    }

    /** {@return how many states the script enters} */
    public int states() {
        return transitions.size();
    }

    /**
     * Says how many states are entered, and recorded, before a token is given.
     *
     * @param token which token of this script, from 1
     * @return the number of {@link Step.Enter} steps before it
     */
    public int entersBeforeSend(int token) {
        return entersBeforeSend[token - 1];
    }

    /** {@return whether the script begins CLOSED LISTEN and so shares the listener's own two records} */
    public boolean startsListening() {
        return transitions.size() >= 2 && steps.get(1) instanceof Step.Enter
                && transitions.get(1).edge() == Edge.E1;
    }

    /** {@return the records that a run of the whole script makes, their times all zero} */
    public List<Transition> transitions() {
        return transitions;
    }

    /** Returns the script in its notation, always the same for the same steps. */
    @Override
    public String toString() {
        return Notation.of(this);
    }
}
