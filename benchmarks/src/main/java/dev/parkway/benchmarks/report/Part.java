package dev.parkway.benchmarks.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured in one go, and how its program tells it. */
enum Part {
    /** Handing over in one process. */
    HANDOFF("handoff.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return new Csv(file).figures(row -> row.text("contestant"), row -> row.text("setting"),
                    Map.of("round trip, ns", row -> row.number("nanos")));
        }
    },
    /** A token that is there already; JMH's file. */
    TOKEN_THERE("token-there.json") {
        @Override
        List<Figure> read(Path file) throws IOException {
            List<Figure> figures = new ArrayList<>();
            for (JsonElement each : JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
                figures.add(jmh(each.getAsJsonObject()));
            }
            return figures;
        }
    },
    /** A turn to another process and back. */
    ROUND_TRIPS("round-trips.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return new Csv(file).figures(row -> row.text("way"), row -> row.text("threads"),
                    Map.of("p50, us", row -> row.number("p50_ns") / 1e3, "p99, us",
                            row -> row.number("p99_ns") / 1e3, "p99.9, us",
                            row -> row.number("p999_ns") / 1e3, "sleeps of a thread",
                            row -> row.number("sleeps") / row.number("trips")));
        }
    },
    /** Connections opened and closed. */
    LIFECYCLES("lifecycles.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return new Csv(file).figures(row -> row.text("way"), row -> row.text("parallel"),
                    Map.of("a second", row -> row.number("connections") * 1e9 / row.number("nanos"),
                            "CPU each, us",
                            row -> (row.number("client_cpu_nanos") + row.number("server_cpu_nanos")) / 1e3
                                    / row.number("connections"),
                            "unreported", row -> row.number("unreported")));
        }
    },
    /** Where the processor time of connections goes. */
    PROFILE("profile.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return new Csv(file).figures(row -> row.text("where"), _ -> "",
                    Map.of("client, %", row -> row.number("client_percent"), "server, %",
                            row -> row.number("server_percent")));
        }
    },
    /** Connections held open. */
    HOLDING("holding.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return held(file);
        }
    },
    /** A million of them. */
    MILLION("million/holding.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return held(file);
        }
    },
    /** What a connection that runs through leaves to be collected. */
    GARBAGE("garbage.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return new Csv(file).figures(_ -> "PARKWAY", row -> row.text("turns"),
                    Map.of("client, bytes", row -> row.number("client_bytes"), "server, bytes",
                            row -> row.number("server_bytes")));
        }
    },
    /** From the start of the JVM to LISTEN. */
    START("start.csv") {
        @Override
        List<Figure> read(Path file) throws IOException {
            return new Csv(file).figures(row -> row.text("way"), _ -> "", Map.of("LISTEN after, ms",
                    row -> row.number("listen_ns") / 1e6, "engine before, ms",
                    row -> row.number("before_ns") / 1e6));
        }
    };

    private final String raw;

    Part(String raw) {
        this.raw = raw;
    }

    /** Reads what its program has written. */
    abstract List<Figure> read(Path file) throws IOException;

    Path raw(Path folder) {
        return folder.resolve(raw);
    }

    /** The file of its results. */
    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    }

    private static List<Figure> held(Path file) throws IOException {
        return new Csv(file).figures(_ -> "PARKWAY", row -> row.text("connections"), Map.of(
                "client, bytes each",
                row -> (row.number("client_bytes") - row.number("client_stack_bytes"))
                        / row.number("connections"),
                "client's stack, bytes each",
                row -> row.number("client_stack_bytes") / row.number("connections"),
                "server, bytes each",
                row -> (row.number("server_bytes") - row.number("server_stack_bytes"))
                        / row.number("connections"),
                "server's stack, bytes each",
                row -> row.number("server_stack_bytes") / row.number("connections"),
                "opened, s", row -> row.number("open_nanos") / 1e9, "closed, s",
                row -> row.number("close_nanos") / 1e9, "idle, % of a core",
                row -> row.number("idle_cpu_nanos_per_second") / 1e7));
    }

    private static Figure jmh(JsonObject run) {
        String name = run.get("benchmark").getAsString();
        List<Double> values = new ArrayList<>();
        for (JsonElement fork : run.getAsJsonObject("primaryMetric").getAsJsonArray("rawData")) {
            JsonArray iterations = fork.getAsJsonArray();
            iterations.forEach(value -> values.add(value.getAsDouble()));
        }
        return new Figure(name.substring(name.lastIndexOf('.') + 1), "one thread", "ns", values);
    }
}
