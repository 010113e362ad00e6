package dev.parkway.tcp;

import static dev.parkway.tcp.Cause.UserCall.ACTIVE_OPEN;
import static dev.parkway.tcp.Cause.UserCall.CLOSE;
import static dev.parkway.tcp.Cause.UserCall.PASSIVE_OPEN;

import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The words of the script notation, and how a script is written in them. */
final class Notation {

    static final String NO_SCRIPT = "-";
    static final String TWO_MSL = "2MSL";
    static final String CRASH = "CRASH";
    static final String STAY = "(stay)";

    /** The causes that a script names in front of the state. */
    static final Map<String, Cause> CALLS = Map.of("(ABORT)", Cause.UserCall.ABORT, "(CLOSE)", CLOSE,
            "(SEND)",
            Cause.UserCall.SEND, "(timeout)", Cause.Timer.USER);

    private Notation() {}

    /** {@return the call that leads from one state to another if the script says nothing} */
    static Cause impliedCall(TcpState before, TcpState after) {
        if (before != TcpState.CLOSED) {
            return CLOSE;
        }
        return after == TcpState.LISTEN ? PASSIVE_OPEN : ACTIVE_OPEN;
    }

    static String of(Script script) {
        if (script.steps().isEmpty()) {
            return NO_SCRIPT;
        }
        StringJoiner text = new StringJoiner(" ");
        TcpState state = null;
        Segment awaited = null;
        for (Step step : script.steps()) {
            switch (step) {
                case Step.Enter enter -> {
                    text.add(prefix(enter, state, awaited) + enter.state());
                    state = enter.state();
                }
                case Step.Send send -> text.add(send.segment() + "!");
                case Step.Await await -> text.add(await.segment() + "?");
                case Step.TwoMsl() -> text.add(TWO_MSL);
            }
            awaited = step instanceof Step.Await await ? await.segment() : null;
        }
        return text.toString();
    }

    private static String prefix(Step.Enter enter, @Nullable TcpState before, @Nullable Segment awaited) {
        Cause cause = enter.cause();
        if (before == null || cause == null || cause instanceof Cause.Received
                || cause == Cause.Timer.TWO_MSL) {
            return "";
        }
        String stay = awaited == null || awaited == Segment.TURN ? "" : STAY + " ";
        if (cause.equals(Cause.CRASH)) {
            return stay + CRASH + " ";
        }
        if (cause.equals(impliedCall(before, enter.state()))) {
            return stay;
        }
        for (Map.Entry<String, Cause> call : CALLS.entrySet()) {
            if (call.getValue().equals(cause)) {
                return stay + call.getKey() + " ";
            }
        }
        // Only the active OPEN in LISTEN has no word of its own; its edge names it.
        return stay + "[" + enter.edge() + "] ";
    }
}
