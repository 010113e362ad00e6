package dev.parkway.control;

import dev.parkway.control.ModelSetup.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is searched, and what was found. Each search runs once, however many tests ask for it. */
final class SessionRuns {

    /**
     * A search that takes long, and how many states it is known to see.
     *
     * @param setup what it plays
     * @param states how many states there are
     */
    record LongRun(ModelSetup setup, int states) {}

    /**
     * A design with a flaw, in a setup in which that comes out.
     *
     * @param design the design
     * @param setup what is played
     * @param finds what is said of it
     */
    record Flawed(ModelDesign design, ModelSetup setup, String finds) {}

    static final int MOST_BREAKS = 2;

    private static final ModelSetup GIVE = ModelSetup.of("give", "!", "?");
    private static final ModelSetup TAKE = ModelSetup.of("take", "?", "!");
    static final ModelSetup TOY = ModelSetup.of("toy", "!?", "?!");
    private static final ModelSetup CROSS = ModelSetup.of("crossing", "!?", "!?");
    private static final ModelSetup S1_LOCKSTEP = ModelSetup.of("S1 lockstep", "!?!?!?!?!", "?!?!?!?!?");
    private static final ModelSetup S1 = ModelSetup.of("S1", "!?!!??!", "?!??!!?");
    static final ModelSetup S2 = ModelSetup.of("S2", "!?!?!!?", "?!?!??!");
    private static final ModelSetup S3 = ModelSetup.of("S3", "!?!!?!?", "?!?!?!?");
    private static final ModelSetup S5 = ModelSetup.of("S5", "!?!!", "?!??");
    private static final ModelSetup S6 = ModelSetup.of("S6", "!?!?", "?!?!");

    private static final Map<List<Object>, SessionSearch.Findings> FINDINGS = new ConcurrentHashMap<>();

    private SessionRuns() {}

    /** One connection each. */
    static List<ModelSetup> single() {
        return List.of(GIVE, TAKE, TOY, CROSS, S1_LOCKSTEP, S1, S2, S3, S5, S6);
    }

    /** Two connections each. */
    static List<ModelSetup> pairs() {
        return Stream.of(GIVE.and(GIVE), GIVE.and(TAKE), TAKE.and(GIVE), TAKE.and(TAKE), TOY.and(TOY))
                .map(pair -> pair.inFlight(1)).toList();
    }

    /** What takes too long for every build. */
    static List<LongRun> longOnes() {
        ModelSetup toys = TOY.and(TOY).inFlight(1);
        ModelSetup mixed = S1.and(TOY).inFlight(1);
        ModelSetup faults = TOY.inFlight(1).with(Fault.BREAK, 2);
        for (Fault fault : otherFaults()) {
            faults = faults.with(fault, 1);
        }
        return List.of(
                new LongRun(S1.with(Fault.BREAK, 3), 773_094),
                new LongRun(S3.with(Fault.BREAK, 3), 1_555_278),
                new LongRun(mixed.with(Fault.BREAK, 1), 1_950_575),
                new LongRun(S1.and(S1).inFlight(1).with(Fault.BREAK, 1), 3_517_188),
                new LongRun(toys.inFlight(2).with(Fault.BREAK, 1), 7_082_275),
                new LongRun(toys.with(Fault.BREAK, 2), 8_129_629),
                new LongRun(mixed.with(Fault.BREAK, 2), 17_793_686),
                new LongRun(faults, 1_638_899),
                new LongRun(faults.stays(), 861_667));
    }

    /** The contract's list of flaws, and then some. */
    static List<Flawed> flawed() {
        ModelSetup give = GIVE.inFlight(1);
        ModelSetup take = TAKE.inFlight(1);
        ModelSetup toy = TOY.inFlight(1);
        return List.of(
                new Flawed(ModelDesign.DIFFERENCES, give.with(Fault.BREAK, 1),
                        "takes a turn of connection 1 twice"),
                new Flawed(ModelDesign.FORGETS_UNACKNOWLEDGED, give.with(Fault.BREAK, 1).stays(),
                        "never forgets"),
                new Flawed(ModelDesign.OPENS_IN_ANY_ORDER, take.and(take), "waits for ever"),
                new Flawed(ModelDesign.RESTATES_NOTHING, toy.with(Fault.BREAK, 1), "waits for ever"),
                new Flawed(ModelDesign.RESUME_CREATES, give.with(Fault.RESTART, 1), "is revived"),
                new Flawed(ModelDesign.HEARS_OLDER, GIVE.with(Fault.BREAK, 2), "never forgets"),
                new Flawed(ModelDesign.LAST_WAKES_NOBODY, take.with(Fault.REFUSAL, 1), "waits for ever"),
                new Flawed(ModelDesign.CHOOSES_STREAM_EARLY, toy.with(Fault.BREAK, 1), "waits for ever"),
                new Flawed(ModelDesign.EMPTY_OWES, give.stays(), "without end"),
                new Flawed(ModelDesign.SILENT_REFUSAL, take.with(Fault.REFUSAL, 1), "waits for ever"),
                new Flawed(ModelDesign.NEWEST_ARRIVAL_WINS, give.with(Fault.BREAK, 2), "thrown out"),
                new Flawed(ModelDesign.LATE_TOKEN_OPENS, give.with(Fault.BREAK, 1), "opened twice"),
                new Flawed(ModelDesign.HALF_CLOSES_AT_ITS_OWN_END, give, "cuts the server's thread 1 short"),
                new Flawed(ModelDesign.TOKENS_BEFORE_THE_GREETING, give.with(Fault.BREAK, 1),
                        "without cause"));
    }

    /** Every fault but a break. */
    static List<Fault> otherFaults() {
        return List.of(Fault.RESTART, Fault.CRASH, Fault.DEADLINE, Fault.REFUSAL, Fault.DRAIN, Fault.RIVAL);
    }

    /** One break and another fault. */
    static List<ModelSetup> withFault(Fault fault) {
        ModelSetup toy = TOY.with(Fault.BREAK, 1).with(fault, 1);
        ModelSetup s2 = S2.with(Fault.BREAK, 1).with(fault, 1);
        return List.of(toy, toy.stays(), s2, s2.stays());
    }

    /** The same with no break to so many. */
    static List<ModelSetup> upTo(int breaks, ModelSetup setup) {
        return IntStream.rangeClosed(0, breaks).mapToObj(n -> setup.with(Fault.BREAK, n)).toList();
    }

    /** Every search of the right design that each build runs. */
    static List<ModelSetup> every() {
        List<ModelSetup> every = new ArrayList<>();
        for (ModelSetup setup : single()) {
            every.addAll(upTo(MOST_BREAKS, setup));
            every.addAll(upTo(MOST_BREAKS, setup.stays()));
        }
        for (Fault fault : otherFaults()) {
            every.addAll(withFault(fault));
        }
        for (ModelSetup setup : pairs()) {
            every.addAll(upTo(1, setup));
            every.addAll(upTo(1, setup.stays()));
        }
        return every;
    }

    static SessionSearch.Findings search(ModelSetup setup, ModelDesign design) {
        return FINDINGS.computeIfAbsent(List.of(setup, design), _ -> SessionSearch.search(setup, design));
    }

    static SessionSearch.Findings search(ModelSetup setup) {
        return search(setup, ModelDesign.RIGHT);
    }
}
