package dev.parkway.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes {@code docs/performance.md} and its plots from the result files; before that, takes over what was measured
 * since, and prints what has moved.
 */
@Command(name = "report", mixinStandardHelpOptions = true)
public final class Report implements Callable<Integer> {

    @Option(names = "--raw", description = "Where the programs have written; default: nothing new.")
    private Optional<Path> raw = Optional.empty();

    @Option(names = "--root", required = true, description = "The project's folder.")
    private Path root = Path.of("");

    @Option(names = "--before",
            description = "The results to compare with; default: those that the project has.")
    private Optional<Path> before = Optional.empty();

    @Option(names = "--guard",
            description = "Only says what has moved since the last results, and writes nothing.")
    private boolean guard;

    private Report() {}

    /**
     * Reads and writes.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Report()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createDirectories(root.resolve("benchmarks/results"));
        Map<Part, Results> kept = read(folder);
        Map<Part, Results> all = new EnumMap<>(Part.class);
        all.putAll(kept);
        if (raw.isPresent()) {
            all.putAll(measured(raw.get()));
        }
        new Guard(before.isPresent() ? read(before.get()) : kept, all).lines().forEach(IO::println);
        if (!guard) {
            for (Map.Entry<Part, Results> each : all.entrySet()) {
                each.getValue().write(folder.resolve(each.getKey().file()));
            }
            Page page = new Page(all);
            Files.writeString(root.resolve("docs/performance.md"), page.text());
            page.draw(root.resolve("docs"));
        }
        return 0;
    }

    /** Returns the results that are there. */
    static Map<Part, Results> read(Path folder) throws IOException {
        Map<Part, Results> results = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            Path file = folder.resolve(part.file());
            if (Files.exists(file)) {
                results.put(part, Results.read(file));
            }
        }
        return results;
    }

    private static Map<Part, Results> measured(Path raw) throws IOException {
        Map<Part, Results> results = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            Path file = part.raw(raw);
            if (Files.exists(file)) {
                String day = LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC)
                        .toString();
                results.put(part, new Results(day, machine(), part.read(file)));
            }
        }
        return results;
    }

    private static String machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name")).map(line -> line.replaceFirst(".*:\\s*", ""))
                .findFirst().orElse(System.getProperty("os.arch"));
        long kib = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElse(0);
        return String.format(Locale.ROOT, "%s, %d cores, %d GiB; %s %s; Java %s", processor,
                Runtime.getRuntime().availableProcessors(), Math.round(kib / 1048576.0),
                System.getProperty("os.name"), System.getProperty("os.version"), Runtime.version());
    }
}
