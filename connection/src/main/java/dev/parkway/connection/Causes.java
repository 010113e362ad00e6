package dev.parkway.connection;

import dev.parkway.parker.TurnResult;
import dev.parkway.tcp.Cause;
import dev.parkway.tcp.Segment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every cause that a record can have, by a small number, so that a record needs no object. */
final class Causes {

    /** The code of a first record, which has no cause. */
    static final int NONE = 0;

    /** A failure of this process itself ended the connection. */
    static final Cause INTERNAL_ERROR = Cause.ended("internal error");

    private static final Map<TurnResult, Cause> ENDS = ends();
    private static final List<Cause> ALL = all();
    // By their texts, which tell them apart: an enum's own hash is another in every run, and under the model
    // checker another than when this was filled.
    private static final Map<String, Integer> CODES = codes();
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

    static int code(@Nullable Cause cause) {
        if (cause == null) {
            return NONE;
        }
        Integer code = CODES.get(cause.toString());
        if (code == null) {
            throw new IllegalArgumentException("unknown cause \"" + cause + "\"; known: " + ALL);
        }
        return code;
    }

    static @Nullable Cause of(int code) {
        return code == NONE ? null : ALL.get(code - 1);
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
                ends.put(result, Cause.ended(result.toString()));
            }
        }
        return ends;
    }

    private static List<Cause> all() {
        List<Cause> all = new ArrayList<>();
        for (Segment segment : Segment.values()) {
            all.add(new Cause.Received(segment));
        }
        all.addAll(List.of(Cause.UserCall.values()));
        all.addAll(List.of(Cause.Timer.values()));
        all.addAll(List.of(Cause.Event.values()));
        all.addAll(ENDS.values());
        all.add(INTERNAL_ERROR);
        return List.copyOf(all);
    }

    private static Map<String, Integer> codes() {
        Map<String, Integer> codes = new HashMap<>();
        for (Cause cause : ALL) {
            codes.put(cause.toString(), codes.size() + 1);
        }
        return Map.copyOf(codes);
    }

    private static List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        outcomes.add(History.COMPLETED);
        ENDS.values().forEach(end -> outcomes.add(end.toString()));
        outcomes.add(INTERNAL_ERROR.toString());
        return List.copyOf(outcomes);
    }
}
