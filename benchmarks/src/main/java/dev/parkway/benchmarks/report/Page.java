package dev.parkway.benchmarks.report;

import dev.parkway.plots.Panel;
import dev.parkway.plots.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * {@code docs/performance.md}: a text with tables of the results in it, and its plots.
 *
 * @param results what it shows
 */
record Page(Map<Part, Results> results) {

    private static final String TEMPLATE = "performance.md";
    private static final int HEIGHT = 300;

    /** Returns the text with every table in its place. */
    String text() throws IOException {
        String text = template().replace("{{goals}}", goals()).replace("{{machine}}", machine());
        for (Part part : Part.values()) {
            text = text.replace("{{" + part.name().toLowerCase(Locale.ROOT) + "}}", table(part));
        }
        text = shown(text, Part.LIFECYCLES, "performance-connections.svg");
        return shown(text, Part.ROUND_TRIPS, "performance-round-trips.svg");
    }

    /** A picture of what was not measured is not there, and so not linked to. */
    private String shown(String text, Part part, String picture) {
        return results.containsKey(part) ? text
                : text.lines().filter(line -> !line.endsWith("](" + picture + ")"))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String template() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IOException("no resource " + TEMPLATE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String machine() {
        return results.values().stream().map(each -> each.measured() + ", on " + each.machine()).distinct()
                .collect(Collectors.joining(";\n"));
    }

    private String goals() {
        StringBuilder table = new StringBuilder(
                "| what | goal | measured | of the rounds | |\n|---|---|---|---|---|\n");
        for (Goal goal : Goal.all()) {
            String bound = (goal.direction() == Goal.Direction.AT_MOST ? "≤ " : "≥ ") + number(goal.bound());
            Optional<Goal.Outcome> outcome = goal.judge(results);
            table.append("| ").append(goal.text()).append(" | ").append(bound).append(" | ")
                    .append(outcome.map(each -> number(each.value()) + " | " + number(each.least()) + "–"
                            + number(each.most()) + " | " + (goal.metBy(each) ? "met" : "**missed**"))
                            .orElse("– | – | not measured"))
                    .append(" |\n");
        }
        return table.toString();
    }

    /** A row for each subject and setting, a column for each measure: the median, and the least and the most. */
    private String table(Part part) {
        Results measured = results.get(part);
        if (measured == null) {
            return "(not measured)\n";
        }
        SequencedSet<String> measures = new LinkedHashSet<>();
        SequencedMap<List<String>, Map<String, Figure>> rows = new LinkedHashMap<>();
        for (Figure figure : measured.figures()) {
            measures.add(figure.measure());
            rows.computeIfAbsent(List.of(figure.subject(), figure.setting()), _ -> new LinkedHashMap<>())
                    .put(figure.measure(), figure);
        }
        StringBuilder table = new StringBuilder("| | |");
        measures.forEach(measure -> table.append(' ').append(measure).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(measures.size())).append('\n');
        rows.forEach((who, figures) -> {
            table.append("| ").append(who.get(0)).append(" | ").append(who.get(1)).append(" |");
            measures.forEach(measure -> table.append(' ')
                    .append(Optional.ofNullable(figures.get(measure)).map(Page::spread).orElse(""))
                    .append(" |"));
            table.append('\n');
        });
        return table.toString();
    }

    private static String spread(Figure figure) {
        String median = number(figure.median());
        return figure.values().size() == 1 ? median
                : median + " (" + number(figure.least()) + "–" + number(figure.most()) + ")";
    }

    /** Three digits are more than any of these are good for. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f"
                : size >= 10 ? "%.1f" : size >= 0.01 || size == 0 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Draws what grows. */
    void draw(Path folder) throws IOException {
        Results lifecycles = results.get(Part.LIFECYCLES);
        if (lifecycles != null) {
            new Picture(List.of(panel(lifecycles, "a second", "connections a second"),
                    panel(lifecycles, "CPU each, us", "CPU for each, both sides, µs")))
                    .write(folder.resolve("performance-connections.svg"));
        }
        Results trips = results.get(Part.ROUND_TRIPS);
        if (trips != null) {
            new Picture(List.of(percentiles(trips, "PLATFORM"), percentiles(trips, "VIRTUAL")))
                    .write(folder.resolve("performance-round-trips.svg"));
        }
    }

    private static Panel panel(Results measured, String measure, String title) {
        Panel panel = new Panel("connections at once", title, HEIGHT).logarithmic();
        lines(measured, measure).forEach((subject, figures) -> panel.points(subject,
                figures.stream().map(figure -> Double.valueOf(figure.setting())).toList(),
                figures.stream().map(Figure::median).toList()));
        return panel;
    }

    private static SequencedMap<String, List<Figure>> lines(Results measured, String measure) {
        SequencedMap<String, List<Figure>> lines = new LinkedHashMap<>();
        measured.figures().stream().filter(figure -> figure.measure().equals(measure))
                .forEach(figure -> lines.computeIfAbsent(figure.subject(), _ -> new ArrayList<>())
                        .add(figure));
        return lines;
    }

    private static Panel percentiles(Results measured, String threads) {
        Panel panel = new Panel("trips of which one takes longer",
                threads.toLowerCase(Locale.ROOT) + " threads, µs",
                HEIGHT).logarithmic();
        SequencedMap<String, List<Double>> lines = new LinkedHashMap<>();
        for (String measure : List.of("p50, us", "p99, us", "p99.9, us")) {
            lines(measured, measure).forEach((subject, figures) -> figures.stream()
                    .filter(figure -> figure.setting().equals(threads))
                    .forEach(figure -> lines.computeIfAbsent(subject, _ -> new ArrayList<>())
                            .add(figure.median())));
        }
        lines.forEach((subject, values) -> panel.points(subject, List.of(2, 100, 1000), values));
        return panel;
    }
}
