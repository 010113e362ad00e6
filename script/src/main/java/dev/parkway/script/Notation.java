package dev.parkway.script;

import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The words of the script notation that all protocols share, and how a script is written. */
final class Notation {

    static final String NO_SCRIPT = "-";
    static final String STAY = "(stay)";

    private Notation() {}

    static String of(Protocol protocol, Script script) {
        if (script.steps().isEmpty()) {
            return NO_SCRIPT;
        }
        StringJoiner text = new StringJoiner(" ");
        State state = null;
        Token awaited = null;
        for (Step step : script.steps()) {
            switch (step) {
                case Step.Enter enter -> {
                    text.add(prefix(protocol, enter, state, awaited) + enter.state().name());
                    state = enter.state();
                }
                case Step.Send send -> text.add(send.token() + "!");
                case Step.Await await -> text.add(await.token() + "?");
                case Step.Pause pause -> text.add(pause.timer().word());
            }
            awaited = step instanceof Step.Await await ? await.token() : null;
        }
        return text.toString();
    }

    private static String prefix(Protocol protocol, Step.Enter enter, @Nullable State before,
            @Nullable Token awaited) {
        Cause cause = enter.cause();
        if (before == null || cause == null || cause instanceof Cause.Received
                || (cause instanceof Cause.Timer timer && timer.passes())) {
            return "";
        }
        String stay = awaited == null || awaited.turn() ? "" : STAY + " ";
        if (protocol.implied(before, enter.state()).equals(Optional.of(cause))) {
            return stay;
        }
        if (!cause.word().isEmpty()) {
            return stay + cause.word() + " ";
        }
        // TCP's active OPEN in LISTEN, say, has no word of its own; its edge names it.
        Edge edge = enter.edge();
        return edge == null ? stay : stay + "[" + edge.name() + "] ";
    }
}
