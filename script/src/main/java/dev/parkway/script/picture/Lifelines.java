package dev.parkway.script.picture;

import dev.parkway.script.Cause;
import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Side;
import dev.parkway.script.Step;
import dev.parkway.script.Token;
import dev.parkway.script.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What happened on each side of a connection, in order: states entered, tokens given and taken.
 *
 * <p>Records tell how many tokens were given and taken before each, not in which order; that is the script's. So
 * records that do not fit their script can be drawn as well, which is when a picture is needed most.
 */
final class Lifelines {

    private final Scenario scenario;
    private final Map<Side, List<Happening>> happenings = new EnumMap<>(Side.class);

    Lifelines(Scenario scenario, List<Transition> client, List<Transition> server) {
        this.scenario = scenario;
        Map<Side, List<Transition>> records = new EnumMap<>(Map.of(Side.CLIENT, client, Side.SERVER, server));
        for (Side side : Side.values()) {
            happenings.put(side, recorded(scenario.script(side), records.getOrDefault(side, List.of())));
        }
        // What one side does after its last state may depend on the other's doing so.
        while (addTail(Side.CLIENT) || addTail(Side.SERVER)) {
            // Until nothing is added.
        }
        for (Side side : Side.values()) {
            addTokensThatThePeerTook(side);
        }
    }

    List<Happening> of(Side side) {
        return happenings.getOrDefault(side, List.of());
    }

    /** {@return what a token stands for, as the script has it} */
    String label(Side giver, int token) {
        List<Token> sent = scenario.script(giver).sent();
        return token <= sent.size() ? sent.get(token - 1).toString() : "?";
    }

    int given(Side side) {
        return (int) of(side).stream().filter(Happening.Given.class::isInstance).count();
    }

    int taken(Side side) {
        return (int) of(side).stream().filter(Happening.Taken.class::isInstance).count();
    }

    private static List<Happening> recorded(Script script, List<Transition> records) {
        List<Happening> line = new ArrayList<>();
        int given = 0;
        int taken = 0;
        for (int i = 0; i < records.size(); i++) {
            Transition record = records.get(i);
            // Never more than the script has, whatever a peer reported.
            int gives = Math.min(record.sent(), script.sends()) - given;
            int takes = Math.min(record.received(), script.awaits()) - taken;
            for (Step step : between(script, i, gives, takes)) {
                line.add(step instanceof Step.Send ? new Happening.Given(++given)
                        : new Happening.Taken(++taken));
            }
            line.add(new Happening.Entered(record));
        }
        return line;
    }

    /** The script's tokens before its i-th state if they are as many as recorded; else those given come first. */
    private static List<Step> between(Script script, int i, int gives, int takes) {
        List<Step> own = i < script.states() ? tokensBefore(script, i) : List.of();
        long ownGives = own.stream().filter(Step.Send.class::isInstance).count();
        if (ownGives == gives && own.size() - ownGives == takes) {
            return own;
        }
        // What they stand for is looked up when they are drawn, by their numbers.
        Token any = script.protocol().tokens().getFirst();
        List<Step> steps = new ArrayList<>(
                Collections.nCopies(Math.max(gives, 0), new Step.Send(any)));
        steps.addAll(Collections.nCopies(Math.max(takes, 0), new Step.Await(any)));
        return steps;
    }

    private static List<Step> tokensBefore(Script script, int state) {
        List<Step> tokens = new ArrayList<>();
        int entered = 0;
        for (Step step : script.steps()) {
            switch (step) {
                case Step.Enter _ -> {
                    if (entered++ == state) {
                        return tokens;
                    }
                    tokens.clear();
                }
                case Step.Send _,Step.Await _ -> tokens.add(step);
                case Step.Pause _ -> {
                }
            }
        }
        // After the last state.
        return tokens;
    }

    private void addTokensThatThePeerTook(Side side) {
        for (int token = given(side) + 1; token <= taken(side.other()); token++) {
            of(side).add(new Happening.Given(token));
        }
    }

    /** A side that has entered all its states goes on to its script's end, as far as the peer's tokens carry it. */
    private boolean addTail(Side side) {
        Script script = scenario.script(side);
        List<Happening> line = of(side);
        List<Transition> records = line.stream().filter(Happening.Entered.class::isInstance)
                .map(each -> ((Happening.Entered) each).record()).toList();
        if (records.size() != script.states() || records.isEmpty()
                || records.getLast().cause() instanceof Cause.Ended) {
            return false;
        }
        boolean added = false;
        int givenBefore = records.getLast().sent();
        int takenBefore = records.getLast().received();
        for (Step step : tokensBefore(script, script.states())) {
            if (step instanceof Step.Send) {
                if (++givenBefore > given(side)) {
                    line.add(new Happening.Given(givenBefore));
                    added = true;
                }
            } else if (++takenBefore > taken(side)) {
                if (takenBefore > given(side.other())) {
                    break;
                }
                line.add(new Happening.Taken(takenBefore));
                added = true;
            }
        }
        return added;
    }
}
