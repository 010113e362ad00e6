package dev.parkway.client;

import dev.parkway.connection.History;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Help.Ansi;

/**
 * A run on one screen.
 *
 * @param connections how many were asked for
 * @param took how long the run took
 * @param outcomes how many connections ended how
 * @param verdicts what the server's checker says of them; empty if it was not, or could not be, asked
 */
record RunSummary(long connections, Duration took, Map<String, Long> outcomes, Map<String, Long> verdicts) {

    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;
    private static final double MICROSECOND = 1e3;

    void print(PrintStream out, Ansi colours, Measures measures) {
        double seconds = took.toNanos() / SECOND;
        long ended = outcomes.values().stream().mapToLong(Long::longValue).sum();
        out.println(colours.string(String.format(Locale.ROOT, "@|bold %,d connections|@ in %.2f s, %,.0f/s",
                connections, seconds,
                ended / seconds)));
        outcomes.forEach((outcome, count) -> out
                .println(colours.string(String.format(Locale.ROOT, "  %-18s @|%s %,12d|@",
                        outcome, outcome.equals(History.COMPLETED) ? "green" : "red", count))));
        out.println(String.format(Locale.ROOT, "  %-18s %12s %12s %12s", "", "p50", "p99", "longest"));
        out.println(row("turn", measures.turns()));
        out.println(row("connection", measures.connections()));
        out.println(colours.string(checked()));
        out.flush();
    }

    private static String row(String what, Histogram times) {
        return times.getTotalCount() == 0 ? String.format(Locale.ROOT, "  %-18s %12s", what, "none")
                : String.format(Locale.ROOT, "  %-18s %12s %12s %12s", what,
                        time(times.getValueAtPercentile(50)),
                        time(times.getValueAtPercentile(99)), time(times.getMaxValue()));
    }

    private static String time(long nanos) {
        if (nanos >= SECOND) {
            return String.format(Locale.ROOT, "%.2f s", nanos / SECOND);
        }
        return nanos >= MILLISECOND ? String.format(Locale.ROOT, "%.2f ms", nanos / MILLISECOND)
                : String.format(Locale.ROOT, "%.0f µs", nanos / MICROSECOND);
    }

    private String checked() {
        if (verdicts.isEmpty()) {
            return "  violations: not known, the server's inspection could not be asked";
        }
        long violations = verdicts.getOrDefault("violates", 0L);
        return String.format(Locale.ROOT, "  violations: @|%s %,d|@ (the server has checked: %s)",
                violations == 0 ? "green" : "red,bold", violations, verdicts);
    }
}
