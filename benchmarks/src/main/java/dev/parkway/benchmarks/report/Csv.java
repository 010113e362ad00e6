package dev.parkway.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A file of comma-separated values whose first line names the columns. */
final class Csv {

    private final List<Row> rows = new ArrayList<>();

    /**
     * A line.
     *
     * @param columns the values by the columns' names
     */
    record Row(Map<String, String> columns) {

        /** For those that have none, the column is empty. */
        String text(String column) {
            return columns.getOrDefault(column, "");
        }

        double number(String column) {
            return Double.parseDouble(text(column));
        }
    }

    Csv(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> names = List.of(lines.getFirst().split(",", -1));
        for (String line : lines.subList(1, lines.size())) {
            List<String> values = List.of(line.split(",", -1));
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), values.get(i));
            }
            rows.add(new Row(row));
        }
    }

    /** The rows of one subject and setting make a figure of each measure. */
    List<Figure> figures(Function<Row, String> subject, Function<Row, String> setting,
            Map<String, ToDoubleFunction<Row>> measures) {
        Map<List<String>, List<Double>> values = new LinkedHashMap<>();
        for (Row row : rows) {
            new TreeMap<>(measures).forEach((name, measure) -> values
                    .computeIfAbsent(List.of(subject.apply(row), setting.apply(row), name),
                            _ -> new ArrayList<>())
                    .add(measure.applyAsDouble(row)));
        }
        return values.entrySet().stream().map(each -> new Figure(each.getKey().get(0), each.getKey().get(1),
                each.getKey().get(2), each.getValue())).toList();
    }
}
