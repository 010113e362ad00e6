package dev.parkway.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the ratios that matter with those of the last results.
 *
 * @param before the last results
 * @param now what is there now
 */
record Guard(Map<Part, Results> before, Map<Part, Results> now) {

    /** By less than this share a ratio moves from one run to the next. */
    private static final double WORTH_A_LINE = 0.15;

    /** Returns a line for each ratio that has moved or whose goal is missed. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Goal goal : Goal.all()) {
            Optional<Goal.Outcome> was = goal.judge(before);
            Optional<Goal.Outcome> is = goal.judge(now);
            if (is.isPresent()) {
                boolean met = goal.metBy(is.get());
                double change = was.map(each -> is.get().value() / each.value() - 1).orElse(0.0);
                if (!met || Math.abs(change) > WORTH_A_LINE) {
                    lines.add(line(goal, was, is.get(), change, met));
                }
            } else if (was.isPresent()) {
                lines.add("GONE    " + goal.text());
            }
        }
        return lines;
    }

    private static String line(Goal goal, Optional<Goal.Outcome> was, Goal.Outcome is, double change,
            boolean met) {
        String moved = was.filter(_ -> Math.abs(change) > WORTH_A_LINE)
                .map(each -> String.format(Locale.ROOT, ", was %s (%+.0f %%)", Page.number(each.value()),
                        100 * change))
                .orElse("");
        return (met ? "MOVED   " : "MISSED  ") + goal.text() + ": " + Page.number(is.value()) + moved;
    }
}
