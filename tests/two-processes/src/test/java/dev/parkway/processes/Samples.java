package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes held, second by second. */
final class Samples {

    /** A thing that is measured. */
    enum Measure {
        /** Pages of memory that the process has. */
        RESIDENT("resident memory", "MiB", 0.05, 4),
        /** What is on the heap after a full collection. */
        HEAP("heap after collection", "MiB", 0.10, 4),
        /** Threads of the operating system. */
        THREADS("threads", "", 0.05, 2),
        /** Open files and sockets. */
        DESCRIPTORS("file descriptors", "", 0.05, 2);

        final String text;
        final String unit;
        /** By so large a share the last third may be above the first, and by so much at least. */
        private final double share;
        private final double least;

        Measure(String text, String unit, double share, double least) {
            this.text = text;
            this.unit = unit;
            this.share = share;
            this.least = least;
        }
    }

    /**
     * A line of measurements.
     *
     * @param process whose
     * @param measure of what
     */
    record Line(Measure measure, String process) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            int order = measure.compareTo(other.measure);
            return order != 0 ? order : process.compareTo(other.process);
        }
    }

    /**
     * A measurement.
     *
     * @param second when
     * @param value how much
     */
    record Sample(int second, double value) {}

    private static final double KIB_PER_MIB = 1024;
    private static final double BYTES_PER_MIB = KIB_PER_MIB * 1024;
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final Map<Line, List<Sample>> lines = new TreeMap<>();

    void take(int second, String process, Running running, boolean heapToo) {
        add(second, Measure.RESIDENT, process, status(running, "VmRSS") / KIB_PER_MIB);
        add(second, Measure.THREADS, process, status(running, "Threads"));
        add(second, Measure.DESCRIPTORS, process, descriptors(running));
        if (heapToo) {
            add(second, Measure.HEAP, process, heap(running) / BYTES_PER_MIB);
        }
    }

    private void add(int second, Measure measure, String process, double value) {
        lines.computeIfAbsent(new Line(measure, process), _ -> new ArrayList<>())
                .add(new Sample(second, value));
    }

    Map<Line, List<Sample>> lines() {
        return lines;
    }

    private static double status(Running running, String field) {
        try (Stream<String> status = Files.lines(proc(running, "status"))) {
            return status.filter(line -> line.startsWith(field + ":"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", ""))).findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double descriptors(Running running) {
        try (Stream<Path> open = Files.list(proc(running, "fd"))) {
            return (double) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path proc(Running running, String file) {
        return Path.of("/proc", Long.toString(running.pid()), file);
    }

    /** Counted in the very pause of the collection: a moment later there is what was allocated since. */
    private static double heap(Running running) {
        return jcmd(running, "GC.class_histogram").stream().map(TOTAL::matcher).filter(Matcher::matches)
                .mapToDouble(found -> Double.parseDouble(found.group(1))).findFirst().orElseThrow();
    }

    private static List<String> jcmd(Running running, String question) {
        try (Running jcmd = Launch.command(Launch.JAVA_HOME.resolve("bin/jcmd").toString(),
                Long.toString(running.pid()), question).start()) {
            return jcmd.stdout().all();
        }
    }

    /** Writes all samples, a line each. */
    void write(Path file) throws IOException {
        List<String> rows = new ArrayList<>(List.of("second,process,measure,unit,value"));
        lines.forEach((line, samples) -> samples.forEach(sample -> rows.add(String.format(Locale.ROOT,
                "%d,%s,%s,%s,%.1f", sample.second, line.process, line.measure.text, line.measure.unit,
                sample.value))));
        Files.write(file, rows);
    }

    /** Says by how much each line's last third is above its first, the warm-up left out. */
    String drift(Duration warmUp) {
        List<String> texts = new ArrayList<>();
        lines.forEach(
                (line, samples) -> texts.add(String.format(Locale.ROOT, "%s %s %.1f to %.1f", line.process,
                        line.measure.text, median(samples, warmUp, 0), median(samples, warmUp, 2))));
        return String.join(", ", texts);
    }

    void assertFlat(Duration warmUp) {
        assertThat(lines).allSatisfy((line, samples) -> {
            double first = median(samples, warmUp, 0);
            double allowed = first + Math.max(line.measure.least, first * line.measure.share);
            assertThat(median(samples, warmUp, 2))
                    .as("%s: median of the last third, that of the first is %.1f",
                            line, first)
                    .isLessThanOrEqualTo(allowed);
        });
    }

    private static double median(List<Sample> samples, Duration warmUp, int third) {
        double begin = warmUp.toSeconds();
        double length = (samples.getLast().second - begin) / 3;
        double[] values = samples.stream()
                .filter(each -> each.second >= begin + third * length
                        && each.second <= begin + (third + 1) * length)
                .mapToDouble(Sample::value).sorted().toArray();
        return values[values.length / 2];
    }
}
