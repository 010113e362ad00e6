package dev.parkway.tcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one side's script, word by word, and refuses what the RFC does not have. */
final class ScriptReader {

    /** The longest script that is read: far more than any connection needs, little enough to search. */
    static final int MAX_STEPS = 1_000;

    /** A word of a script and where it stands. */
    record Word(String text, int line) {}

    private final String source;
    private final Side side;
    private final Profile profile;
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> awaitLines = new ArrayList<>();

    private @Nullable TcpState state;
    private @Nullable Origin origin;

    // What the words since the last step say of the next state: the token just taken, the cause, the edge.
    private @Nullable Segment taken;
    private @Nullable Cause cause;
    private @Nullable Edge edge;
    private @Nullable Word pending;

    ScriptReader(String source, Side side, Profile profile) {
        this.source = source;
        this.side = side;
        this.profile = profile;
    }

    Script read(List<Word> words) {
        if (words.size() == 1 && words.getFirst().text().equals(Notation.NO_SCRIPT)) {
            return new Script(side, List.of());
        }
        for (Word word : words) {
            read(word);
            if (steps.size() > MAX_STEPS) {
                throw refusal(word, "the " + side + "'s script has more than " + MAX_STEPS + " steps");
            }
        }
        if (pending != null) {
            throw refusal(pending, pending.text() + " needs a state after it");
        }
        return new Script(side, steps);
    }

    /** {@return the lines on which the script's tokens are awaited, in order} */
    List<Integer> awaitLines() {
        return awaitLines;
    }

    private void read(Word word) {
        String text = word.text();
        Cause call = Notation.CALLS.get(text);
        if (call != null) {
            expectState(word, call);
        } else if (text.equals(Notation.CRASH)) {
            expectState(word, Cause.CRASH);
        } else if (text.equals(Notation.TWO_MSL)) {
            if (state != TcpState.TIME_WAIT) {
                throw refusal(word, "2MSL passes in TIME_WAIT only, not in " + state);
            }
            expectState(word, Cause.Timer.TWO_MSL);
            steps.add(new Step.TwoMsl());
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

    private void expectState(Word word, Cause of) {
        if (pending != null) {
            throw refusal(word, pending.text() + " needs a state after it, not " + word.text());
        }
        pending = word;
        cause = of;
    }

    private void nameEdge(Word word) {
        if (edge != null) {
            throw refusal(word, "one edge can be named, not both [" + edge + "] and " + word.text());
        }
        edge = Arrays.stream(Edge.values()).filter(each -> word.text().equals("[" + each + "]")).findFirst()
                .orElseThrow(() -> refusal(word,
                        "unknown edge " + word.text() + "; known: [E1] to [E20], [X1] to [X11]"));
        pending = word;
    }

    private void token(Word word) {
        String text = word.text();
        if (pending != null) {
            throw refusal(word, pending.text() + " needs a state after it, not " + text);
        }
        if (state == null) {
            throw refusal(word, "a script begins with CLOSED, not with " + text);
        }
        Segment segment = Segment.labelled(text.substring(0, text.length() - 1)).orElseThrow(
                () -> refusal(word,
                        "unknown segment " + text + "; known: " + Arrays.toString(Segment.values())));
        if (segment == Segment.TURN && profile == Profile.RFC) {
            throw refusal(word, "profile rfc has no turns, only tokens that stand for segments");
        }
        if (text.endsWith("!")) {
            steps.add(new Step.Send(segment));
            taken = null;
        } else {
            steps.add(new Step.Await(segment));
            awaitLines.add(word.line());
            taken = segment == Segment.TURN ? null : segment;
        }
    }

    private void enter(Word word) {
        TcpState next = Arrays.stream(TcpState.values()).filter(each -> each.name().equals(word.text()))
                .findFirst()
                .orElseThrow(() -> refusal(word, "unknown state or event " + word.text() + "; states are "
                        + Arrays.toString(TcpState.values())));
        TcpState before = state;
        if (before == null) {
            if (next != TcpState.CLOSED || pending != null) {
                throw refusal(word, "a script begins with CLOSED, and nothing before it");
            }
            steps.add(new Step.Enter(next, null, null));
        } else {
            Cause why = why(before, next);
            Edge along = why.equals(Cause.CRASH) ? crash(word, next) : along(word, before, next, why);
            steps.add(new Step.Enter(next, why, along));
            origin = along == null ? null : along.origin();
        }
        state = next;
        taken = null;
        cause = null;
        edge = null;
        pending = null;
    }

    private Cause why(TcpState before, TcpState next) {
        if (cause != null) {
            return cause;
        }
        if (taken != null) {
            return new Cause.Received(taken);
        }
        // An edge that is named and has one cause, a call, says which call.
        if (edge != null && edge.causes().size() == 1
                && edge.causes().iterator().next() instanceof Cause.UserCall call) {
            return call;
        }
        return Notation.impliedCall(before, next);
    }

    private @Nullable Edge crash(Word word, TcpState next) {
        if (next != TcpState.CLOSED || edge != null) {
            throw refusal(word, "a CRASH leads to CLOSED, by no edge of the RFC");
        }
        return null;
    }

    private Edge along(Word word, TcpState before, TcpState next, Cause why) {
        String move = before + " -> " + next;
        List<Edge> between = Edge.between(before, next);
        List<Edge> fitting = between.stream().filter(each -> each.accepts(why)).toList();
        if (edge != null && !fitting.contains(edge)) {
            throw refusal(word, "[" + edge + "] (" + edge.text() + ") does not lead " + move + " by " + why);
        }
        for (Edge each : fitting) {
            if (each.allows(why, origin)) {
                return each;
            }
        }
        if (!fitting.isEmpty()) {
            throw refusal(word, fitting.getFirst() + " does not lead " + move + " by " + why
                    + " when SYN_RCVD was entered by " + (origin == Origin.ACTIVE ? "an active" : "a passive")
                    + " OPEN");
        }
        List<Edge> calls = between.stream()
                .filter(each -> each.causes().stream().anyMatch(Cause.UserCall.class::isInstance))
                .toList();
        if (cause == null && taken == null && calls.size() > 1) {
            throw refusal(word, "several edges lead " + move + ", name one: " + described(calls));
        }
        throw refusal(word, "RFC 9293 has no edge " + move + " by " + why
                + (between.isEmpty() ? "" : "; it has " + described(between)));
    }

    private static String described(List<Edge> edges) {
        return edges.stream().map(each -> "[" + each + "] (" + each.text() + ")")
                .collect(Collectors.joining(", "));
    }

    private ScenarioFormatException refusal(Word word, String reason) {
        return new ScenarioFormatException(source, word.line(), reason);
    }
}
