package dev.parkway.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one side's script, word by word, and refuses what the protocol does not have. */
final class ScriptReader {

    /** The longest script that is read: far more than any connection needs, little enough to search. */
    static final int MAX_STEPS = 1_000;

    private final String source;
    private final Protocol protocol;
    private final Side side;
    private final Profile profile;
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> awaitLines = new ArrayList<>();

    private @Nullable State state;
    // By which edge the state was entered.
    private @Nullable Edge entered;

    // What the words since the last step say of the next state: the token just taken, the cause, the edge.
    private @Nullable Token taken;
    private @Nullable Cause cause;
    private @Nullable Edge edge;
    private @Nullable Word pending;

    ScriptReader(String source, Protocol protocol, Side side, Profile profile) {
        this.source = source;
        this.protocol = protocol;
        this.side = side;
        this.profile = profile;
    }

    Script read(List<Word> words) {
        if (words.size() == 1 && words.getFirst().text().equals(Notation.NO_SCRIPT)) {
            return new Script(protocol, side, List.of());
        }
        for (Word word : words) {
            read(word);
            if (steps.size() > MAX_STEPS) {
                throw refusal(word,
                        "the " + protocol.role(side) + "'s script has more than " + MAX_STEPS + " steps");
            }
        }
        if (pending != null) {
            throw refusal(pending, pending.text() + " needs a state after it");
        }
        return new Script(protocol, side, steps);
    }

    /** {@return the lines on which the script's tokens are awaited, in order} */
    List<Integer> awaitLines() {
        return awaitLines;
    }

    private void read(Word word) {
        String text = word.text();
        Optional<Cause> named = Stream
                .<Stream<? extends Cause>>of(protocol.calls().stream(), protocol.timers().stream(),
                        Stream.of(Cause.CRASH))
                .flatMap(causes -> causes).<Cause>map(each -> each).filter(each -> each.word().equals(text))
                .findFirst();
        if (named.isPresent()) {
            cause(word, named.get());
        } else if (text.equals(Notation.STAY)) {
            if (taken == null || pending != null) {
                throw refusal(word, "(stay) belongs right after the token that causes no move");
            }
            taken = null;
        } else if (text.startsWith("[")) {
            nameEdge(word);
        } else if (text.endsWith("!") || text.endsWith("?")) {
            token(word);
        } else {
            enter(word);
        }
    }

    private void cause(Word word, Cause of) {
        if (of instanceof Cause.Timer timer && timer.passes()) {
            List<String> states = protocol.edges().stream().filter(each -> each.accepts(timer))
                    .flatMap(each -> each.from().stream()).map(State::name).distinct().toList();
            if (state == null || !states.contains(state.name())) {
                throw refusal(word, word.text() + " passes in " + String.join(", ", states) + " only, not in "
                        + (state == null ? "no state" : state.name()));
            }
            expectState(word, of);
            steps.add(new Step.Pause(timer));
        } else {
            expectState(word, of);
        }
    }

    private void expectState(Word word, Cause of) {
        if (pending != null) {
            throw refusal(word, pending.text() + " needs a state after it, not " + word.text());
        }
        pending = word;
        cause = of;
    }

    private void nameEdge(Word word) {
        if (edge != null) {
            throw refusal(word,
                    "one edge can be named, not both [" + edge.name() + "] and " + word.text());
        }
        edge = protocol.edges().stream().filter(each -> word.text().equals("[" + each.name() + "]"))
                .findFirst().orElseThrow(() -> refusal(word, "unknown edge " + word.text() + "; known: "
                        + protocol.edges().stream().map(each -> "[" + each.name() + "]")
                                .collect(Collectors.joining(", "))));
        pending = word;
    }

    private void token(Word word) {
        String text = word.text();
        if (pending != null) {
            throw refusal(word, pending.text() + " needs a state after it, not " + text);
        }
        if (state == null) {
            throw refusal(word, "a script begins with " + protocol.initial().name() + ", not with " + text);
        }
        Token token = protocol.token(text.substring(0, text.length() - 1)).orElseThrow(
                () -> refusal(word, "unknown token " + text + "; known: " + protocol.tokens()));
        if (token.turn() && !profile.turns()) {
            throw refusal(word,
                    "profile " + profile + " has no turns, only tokens that stand for something");
        }
        if (text.endsWith("!")) {
            steps.add(new Step.Send(token));
            taken = null;
        } else {
            steps.add(new Step.Await(token));
            awaitLines.add(word.line());
            taken = token.turn() ? null : token;
        }
    }

    private void enter(Word word) {
        State next = protocol.state(word.text()).orElseThrow(() -> refusal(word, "unknown state or event "
                + word.text() + "; states are " + protocol.states().stream().map(State::name).toList()));
        State before = state;
        if (before == null) {
            if (!next.equals(protocol.initial()) || pending != null) {
                throw refusal(word,
                        "a script begins with " + protocol.initial().name() + ", and nothing before it");
            }
            steps.add(new Step.Enter(next, null, null));
        } else {
            Cause why = why(word, before, next);
            entered = why.equals(Cause.CRASH) ? crash(word, next) : along(word, before, next, why);
            steps.add(new Step.Enter(next, why, entered));
        }
        state = next;
        taken = null;
        cause = null;
        edge = null;
        pending = null;
    }

    private Cause why(Word word, State before, State next) {
        if (cause != null) {
            return cause;
        }
        if (taken != null) {
            return taken.received();
        }
        // An edge that is named and has one cause, a call, says which call.
        if (edge != null && edge.causes().size() == 1
                && edge.causes().iterator().next() instanceof Cause.Call call) {
            return call;
        }
        return protocol.implied(before, next).orElseThrow(() -> noCall(word, before, next));
    }

    private ScenarioFormatException noCall(Word word, State before, State next) {
        List<Edge> calls = calls(before, next);
        return calls.isEmpty() ? noEdge(word, before, next, "a call of the " + protocol.role(side))
                : several(word, before, next, calls);
    }

    private @Nullable Edge crash(Word word, State next) {
        if (!next.equals(protocol.initial()) || edge != null) {
            throw refusal(word, "a CRASH leads to " + protocol.initial().name() + ", by no edge of "
                    + protocol.name());
        }
        return null;
    }

    private Edge along(Word word, State before, State next, Cause why) {
        List<Edge> fitting = protocol.between(before, next).stream().filter(each -> each.accepts(why))
                .toList();
        if (edge != null && !fitting.contains(edge)) {
            throw refusal(word, "[" + edge.name() + "] (" + edge.text() + ") does not lead "
                    + move(before, next) + " by " + why);
        }
        for (Edge each : fitting) {
            if (each.objection(why, entered).isEmpty()) {
                return each;
            }
        }
        if (!fitting.isEmpty()) {
            Edge first = fitting.getFirst();
            throw refusal(word, first.name() + " does not lead " + move(before, next) + " by " + why + " "
                    + first.objection(why, entered).orElse(""));
        }
        List<Edge> calls = calls(before, next);
        if (cause == null && taken == null && calls.size() > 1) {
            throw several(word, before, next, calls);
        }
        throw noEdge(word, before, next, why.toString());
    }

    private List<Edge> calls(State before, State next) {
        return protocol.between(before, next).stream()
                .filter(each -> each.causes().stream().anyMatch(Cause.Call.class::isInstance)).toList();
    }

    private ScenarioFormatException several(Word word, State before, State next, List<Edge> calls) {
        return refusal(word,
                "several edges lead " + move(before, next) + ", name one: " + described(calls));
    }

    private ScenarioFormatException noEdge(Word word, State before, State next, String why) {
        List<Edge> between = protocol.between(before, next);
        return refusal(word, protocol.name() + " has no edge " + move(before, next) + " by " + why
                + (between.isEmpty() ? "" : "; it has " + described(between)));
    }

    private static String move(State before, State next) {
        return before.name() + " -> " + next.name();
    }

    private static String described(List<Edge> edges) {
        return edges.stream().map(each -> "[" + each.name() + "] (" + each.text() + ")")
                .collect(Collectors.joining(", "));
    }

    private ScenarioFormatException refusal(Word word, String reason) {
        return new ScenarioFormatException(source, word.line(), reason);
    }
}
