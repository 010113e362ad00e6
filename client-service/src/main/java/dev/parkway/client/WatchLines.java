package dev.parkway.client;

import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;

/** Prints transitions in columns, as packet tools print packets: what stands where is the same in every line. */
record WatchLines(PrintWriter out, Ansi colours) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    void print(String connection, Transition transition) {
        String from = transition.from() == null ? "" : transition.from().toString();
        String line = String.format(Locale.ROOT, "%s %-12s %-6s %11s -> %-11s %-16s %s",
                TIME.format(Instant.ofEpochSecond(0, transition.epochNanos())), connection, transition.side(),
                from, transition.to(), Objects.toString(transition.cause(), "-"),
                Objects.toString(transition.edge(), "-"));
        // Never as markup: a name is a peer's word.
        out.println(colours.enabled() ? colour(transition) + line + "\u001b[0m" : line);
        out.flush();
    }

    private static String colour(Transition transition) {
        return transition.side() == Side.CLIENT ? "\u001b[36m" : "\u001b[33m";
    }
}
