package dev.parkway.benchmarks.lifecycles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How ways compare with the first of them, round by round, since rounds differ more than ways. */
final class Ratios {

    private record Speed(double rate, double cpu) {}

    private final Map<Integer, Map<Way, List<Speed>>> speeds = new TreeMap<>();

    void add(Way way, int parallel, double perSecond, double cpuEach) {
        speeds.computeIfAbsent(parallel, _ -> new LinkedHashMap<>())
                .computeIfAbsent(way, _ -> new ArrayList<>()).add(new Speed(perSecond, cpuEach));
    }

    /** Returns a line for each way but the first and each number of connections at a time. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        speeds.forEach((parallel, ways) -> {
            Way first = ways.keySet().iterator().next();
            List<Speed> base = ways.getOrDefault(first, List.of());
            ways.forEach((way, own) -> {
                if (way != first) {
                    lines.add(String.format(Locale.ROOT,
                            "%-20s %,7d at once: %s times as fast as %s, at %s times its cpu", way, parallel,
                            spread(base, own, false), first, spread(base, own, true)));
                }
            });
        });
        return lines;
    }

    /** The median of the rounds' ratios, and the least and the greatest. */
    private static String spread(List<Speed> base, List<Speed> own, boolean cpu) {
        double[] ratios = new double[Math.min(base.size(), own.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = cpu ? own.get(i).cpu / base.get(i).cpu : own.get(i).rate / base.get(i).rate;
        }
        Arrays.sort(ratios);
        return ratios.length == 0 ? "?"
                : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", ratios[ratios.length / 2], ratios[0],
                        ratios[ratios.length - 1]);
    }
}
