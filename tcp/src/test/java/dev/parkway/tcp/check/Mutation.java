package dev.parkway.tcp.check;

import dev.parkway.script.Scenario;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Sighting;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes histories and sequences in one place each and asks the checker. What it must say is known from playing
 * the scenarios in all ways: a mutant violates if and only if no run of any kind begins like it.
 */
public final class Mutation {

    /**
     * How the mutants of a kind fared.
     *
     * @param made how many there were
     * @param caught how many were said to violate
     * @param incomplete how many were said to be incomplete: a run begins like them
     * @param conforming how many were said to conform: they are another legal run
     */
    public record Tally(int made, int caught, int incomplete, int conforming) {

        /**
         * Adds two kinds up.
         *
         * @param other the other kind
         * @return the sum
         */
        public Tally plus(Tally other) {
            return new Tally(made + other.made, caught + other.caught, incomplete + other.incomplete,
                    conforming + other.conforming);
        }

        Tally plus(Verdict.Outcome outcome) {
            return switch (outcome) {
                case VIOLATES -> new Tally(made + 1, caught + 1, incomplete, conforming);
                case INCOMPLETE -> new Tally(made + 1, caught, incomplete + 1, conforming);
                case CONFORMS -> new Tally(made + 1, caught, incomplete, conforming + 1);
            };
        }
    }

    private static final Mutation DONE = new Mutation();

    private final Map<Mutants.Kind, Tally> tallies = new EnumMap<>(Mutants.Kind.class);
    private final List<String> misjudged = new ArrayList<>();

    private Mutation() {
        for (Scenario scenario : TcpScenarios.builtIn().all()) {
            Checker checker = new Checker(scenario, Duration.ofNanos(Runs.TWO_MSL_NANOS));
            checkRuns(scenario, checker);
            checkSequences(scenario, checker);
        }
    }

    /** {@return how the mutants of all scenarios fared, by kind} */
    public static Map<String, Tally> tallies() {
        Map<String, Tally> named = new LinkedHashMap<>();
        DONE.tallies.forEach((kind, tally) -> named.put(kind.text(), tally));
        return named;
    }

    /** {@return the mutants of which the checker said anything but what it must} */
    static List<String> misjudged() {
        return DONE.misjudged;
    }

    private void checkRuns(Scenario scenario, Checker checker) {
        Set<Runs.Run> ends = Runs.ends(scenario);
        Set<Runs.Run> beginnings = new HashSet<>();
        for (Runs.Run end : ends) {
            for (int c = 0; c <= end.client().size(); c++) {
                for (int s = 0; s <= end.server().size(); s++) {
                    beginnings.add(new Runs.Run(List.copyOf(end.client().subList(0, c)),
                            List.copyOf(end.server().subList(0, s))));
                }
            }
        }
        Mutants.OfRuns check = (kind, mutant) -> {
            Verdict verdict = checker.check(mutant.clientTrace(), mutant.serverTrace());
            Verdict.Outcome expected = !beginnings.contains(mutant) ? Verdict.Outcome.VIOLATES
                    : ends.contains(mutant) ? Verdict.Outcome.CONFORMS : Verdict.Outcome.INCOMPLETE;
            judge(scenario, kind, verdict, expected, mutant);
        };
        for (Runs.Run end : ends) {
            Mutants.of(end, check);
            for (Runs.Run other : ends) {
                if (!end.equals(other)) {
                    check.take(Mutants.Kind.PAIR_TWO_RUNS, new Runs.Run(end.client(), other.server()));
                }
            }
        }
    }

    private void checkSequences(Scenario scenario, Checker checker) {
        Runs.Run run = Runs.whole(scenario);
        Set<List<Sighting>> legal = Runs.sequences(scenario);
        Set<List<Sighting>> beginnings = new HashSet<>();
        for (List<Sighting> sequence : legal) {
            for (int i = 0; i <= sequence.size(); i++) {
                beginnings.add(List.copyOf(sequence.subList(0, i)));
            }
        }
        for (List<Sighting> sequence : legal) {
            Mutants.of(sequence, (kind, mutant) -> {
                Verdict verdict = checker.check(run.clientTrace(), run.serverTrace(), mutant);
                Verdict.Outcome expected = legal.contains(mutant) ? Verdict.Outcome.CONFORMS
                        : beginnings.contains(mutant) ? Verdict.Outcome.INCOMPLETE : Verdict.Outcome.VIOLATES;
                judge(scenario, kind, verdict, expected, mutant);
            });
        }
    }

    private void judge(Scenario scenario, Mutants.Kind kind, Verdict verdict, Verdict.Outcome expected,
            Object mutant) {
        if (verdict.outcome() != expected
                || verdict.violations().isEmpty() == (expected == Verdict.Outcome.VIOLATES)) {
            misjudged.add(
                    scenario + ", " + kind + ": must be " + expected + ", said " + verdict + "; " + mutant);
        }
        tallies.merge(kind, new Tally(0, 0, 0, 0).plus(verdict.outcome()),
                (old, _) -> old.plus(verdict.outcome()));
    }
}
