package dev.parkway.connection;

import dev.parkway.parker.TurnResult;
import dev.parkway.tcp.Cause;
import dev.parkway.tcp.Segment;
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
    static final Cause INTERNAL_ERROR = Cause.ended("internal error");

    private static final Map<TurnResult, Cause> ENDS = ends();
    private static final List<Cause> ALL = all();
    // Where each kind begins, in the order of ALL. No hash of theirs: under the model checker an enum's is
    // another than when a map was filled.
    private static final int FIRST_USER_CALL = 1 + Segment.values().length;
    private static final int FIRST_TIMER = FIRST_USER_CALL + Cause.UserCall.values().length;
    private static final int FIRST_EVENT = FIRST_TIMER + Cause.Timer.values().length;
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

    @SuppressWarnings("EnumOrdinal") // As in ALL, and the numbers never leave this process.
    static int code(@Nullable Cause cause) {
        return switch (cause) {
            case null -> NONE;
            case Cause.Received received -> 1 + received.segment().ordinal();
            case Cause.UserCall call -> FIRST_USER_CALL + call.ordinal();
            case Cause.Timer timer -> FIRST_TIMER + timer.ordinal();
            case Cause.Event event -> FIRST_EVENT + event.ordinal();
            case Cause.Ended ended -> codeOf(ended);
        };
    }

    private static int codeOf(Cause.Ended ended) {
        int place = ALL.indexOf(ended);
        if (place < 0) {
            throw new IllegalArgumentException("unknown cause \"" + ended + "\"; known: " + ALL);
        }
        return place + 1;
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

    private static List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        outcomes.add(History.COMPLETED);
        ENDS.values().forEach(end -> outcomes.add(end.toString()));
        outcomes.add(INTERNAL_ERROR.toString());
        return List.copyOf(outcomes);
    }
}
