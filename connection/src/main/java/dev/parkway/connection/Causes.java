package dev.parkway.connection;

import dev.parkway.parker.TurnResult;
import dev.parkway.script.Cause;
import dev.parkway.script.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every cause that a record can have, by a small number, so that a record needs no object. */
final class Causes {

    /** The code of a first record, which has no cause. */
    static final int NONE = 0;

    /** A failure of this process itself ended the connection. */
    static final Cause INTERNAL_ERROR = new Cause.Ended("internal error");

    private static final Map<TurnResult, Cause> ENDS = ends();
    /** What all protocols have in common; their own causes follow: tokens, calls, timers. */
    private static final List<Cause> COMMON = common();
    private static final int FIRST_OWN = 1 + COMMON.size();
    private static final List<String> OUTCOMES = outcomes();

    private Causes() {}

    /** Returns the end of a wait as a cause, always the same. */
    static Cause of(TurnResult result) {
        Cause cause = ENDS.get(result);
        if (cause == null) {
            throw new IllegalArgumentException("not an end: " + result);
        }
        return cause;
    }

    // By ordinal, no hash: under the model checker an enum's is another than when a map was filled.
    static int code(Protocol protocol, @Nullable Cause cause) {
        return switch (cause) {
            case null -> NONE;
            case Cause.Received received -> FIRST_OWN + received.token().ordinal();
            case Cause.Call call -> FIRST_OWN + protocol.tokens().size() + call.ordinal();
            case Cause.Timer timer ->
                FIRST_OWN + protocol.tokens().size() + protocol.calls().size() + timer.ordinal();
            case Cause.Crash crash -> codeOf(crash);
            case Cause.Ended ended -> codeOf(ended);
        };
    }

    private static int codeOf(Cause common) {
        int place = COMMON.indexOf(common);
        if (place < 0) {
            throw new IllegalArgumentException("unknown cause \"" + common + "\"; known: " + COMMON);
        }
        return place + 1;
    }

    static @Nullable Cause of(Protocol protocol, int code) {
        if (code < FIRST_OWN) {
            return code == NONE ? null : COMMON.get(code - 1);
        }
        int place = code - FIRST_OWN;
        if (place < protocol.tokens().size()) {
            return protocol.tokens().get(place).received();
        }
        place -= protocol.tokens().size();
        return place < protocol.calls().size() ? protocol.calls().get(place)
                : protocol.timers().get(place - protocol.calls().size());
    }

    /** Returns the words of an end, always the same object. */
    static String outcome(String how) {
        int known = OUTCOMES.indexOf(how);
        if (known >= 0) {
            return OUTCOMES.get(known);
        }
        throw new IllegalArgumentException("unknown outcome \"" + how + "\"; known: " + OUTCOMES);
    }

    private static Map<TurnResult, Cause> ends() {
        Map<TurnResult, Cause> ends = new EnumMap<>(TurnResult.class);
        for (TurnResult result : TurnResult.values()) {
            if (result != TurnResult.TURN_TAKEN) {
                ends.put(result, new Cause.Ended(result.toString()));
            }
        }
        return ends;
    }

    private static List<Cause> common() {
        List<Cause> common = new ArrayList<>();
        common.add(Cause.CRASH);
        common.addAll(ENDS.values());
        common.add(INTERNAL_ERROR);
        return List.copyOf(common);
    }

    private static List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        outcomes.add(History.COMPLETED);
        ENDS.values().forEach(end -> outcomes.add(end.toString()));
        outcomes.add(INTERNAL_ERROR.toString());
        return List.copyOf(outcomes);
    }
}
