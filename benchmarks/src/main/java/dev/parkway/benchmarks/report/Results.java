package dev.parkway.benchmarks.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a part of the measurements came to, as it is kept in a file.
 *
 * @param measured on which day
 * @param machine on what
 * @param figures in the order of the table
 */
record Results(String measured, String machine, List<Figure> figures) {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    Results {
        figures = List.copyOf(figures);
    }

    static Results read(Path file) throws IOException {
        return GSON.fromJson(Files.readString(file), Results.class);
    }

    /** A line a figure, so that a change can be read. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("{\"measured\":").append(GSON.toJson(measured)).append(",\"machine\":")
                .append(GSON.toJson(machine)).append(",\"figures\":[\n");
        text.append(String.join(",\n", figures.stream().map(GSON::toJson).toList()));
        Files.writeString(file, text.append("\n]}\n"));
    }

    Optional<Figure> find(String subject, String setting, String measure) {
        return figures.stream().filter(figure -> figure.subject().equals(subject)
                && figure.setting().equals(setting) && figure.measure().equals(measure)).findFirst();
    }
}
