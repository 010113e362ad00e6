package dev.parkway.script;

import java.util.ArrayList;
import java.util.List;

/** What one side of a scenario does, in order. Only scripts that the protocol allows come into being. */
public final class Script {

    private final Protocol protocol;
    private final Side side;
    private final List<Step> steps;
    private final List<Transition> transitions;
    private final List<Token> sent;
    private final List<Token> awaited;
    private final int[] entersBeforeSend;

    Script(Protocol protocol, Side side, List<Step> steps) {
        this.protocol = protocol;
        this.side = side;
        this.steps = List.copyOf(steps);
        List<Transition> entered = new ArrayList<>();
        List<Token> sends = new ArrayList<>();
        List<Token> awaits = new ArrayList<>();
        List<Integer> before = new ArrayList<>();
        State state = null;
        for (Step step : this.steps) {
            switch (step) {
                case Step.Enter enter -> {
                    entered.add(new Transition(side, entered.size() + 1, state, enter.state(), enter.cause(),
                            enter.edge(), sends.size(), awaits.size(), 0));
                    state = enter.state();
                }
                case Step.Send send -> {
                    sends.add(send.token());
                    before.add(entered.size());
                }
                case Step.Await await -> awaits.add(await.token());
                case Step.Pause _ -> {
                }
            }
        }
        transitions = List.copyOf(entered);
        sent = List.copyOf(sends);
        awaited = List.copyOf(awaits);
        entersBeforeSend = before.stream().mapToInt(Integer::intValue).toArray();
    }

    /** {@return whose states and edges the script walks} */
    public Protocol protocol() {
        return protocol;
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
    public List<Token> sent() {
        return sent;
    }

    /** {@return what the tokens taken stand for, in order} */
    public List<Token> awaited() {
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

    /** {@return the records that a run of the whole script makes, their times all zero} */
    public List<Transition> transitions() {
        return transitions;
    }

    /** Returns the script in its notation, always the same for the same steps. */
    @Override
    public String toString() {
        return Notation.of(protocol, this);
    }
}
