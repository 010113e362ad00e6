package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.VerdictCounts;
import dev.parkway.script.Scenario;
import dev.parkway.script.check.Verdict.Outcome;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many connections of each scenario got which verdict. Any thread. */
final class Verdicts {

    /** A scenario by what it goes by: two of the same name and profile are one here. */
    record Key(String name, String profile) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::name)
                .thenComparing(Key::profile);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    // Guarded by this, what is in it too.
    private final SortedMap<Key, VerdictCounts.Builder> counts = new TreeMap<>();

    synchronized void add(Scenario scenario, Outcome outcome) {
        VerdictCounts.Builder of = counts.computeIfAbsent(
                new Key(scenario.name(), scenario.profile().toString()), _ -> VerdictCounts.newBuilder());
        switch (outcome) {
            case CONFORMS -> of.setConforms(of.getConforms() + 1);
            case INCOMPLETE -> of.setIncomplete(of.getIncomplete() + 1);
            case VIOLATES -> of.setViolates(of.getViolates() + 1);
        }
    }

    /** Returns the counts by scenario, in the order of their names. */
    synchronized SortedMap<Key, VerdictCounts> byScenario() {
        SortedMap<Key, VerdictCounts> copy = new TreeMap<>();
        counts.forEach((key, count) -> copy.put(key, count.build()));
        return copy;
    }

    static VerdictCounts sum(Map<Key, VerdictCounts> counts) {
        VerdictCounts.Builder sum = VerdictCounts.newBuilder();
        for (VerdictCounts each : counts.values()) {
            sum.setConforms(sum.getConforms() + each.getConforms())
                    .setIncomplete(sum.getIncomplete() + each.getIncomplete())
                    .setViolates(sum.getViolates() + each.getViolates());
        }
        return sum.build();
    }
}
