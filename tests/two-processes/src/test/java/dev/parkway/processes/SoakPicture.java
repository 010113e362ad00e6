package dev.parkway.processes;

import dev.parkway.plots.Panel;
import dev.parkway.plots.Picture;
import dev.parkway.processes.Samples.Measure;
import dev.parkway.processes.Samples.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A picture of what processes held over time, a panel a measure. */
final class SoakPicture {

    private static final int HEIGHT = 220;
    private static final int POINTS = 120;

    private final Map<Measure, Panel> panels = new EnumMap<>(Measure.class);

    private SoakPicture() {}

    static SoakPicture of(Samples samples) {
        SoakPicture picture = new SoakPicture();
        samples.lines().forEach((line, values) -> {
            List<Sample> shown = highestOfEach(values, Math.ceilDiv(values.size(), POINTS));
            picture.panels.computeIfAbsent(line.measure(), SoakPicture::panel).line(line.process(),
                    shown.stream().map(Sample::second).toList(), shown.stream().map(Sample::value).toList());
        });
        return picture;
    }

    /** The highest of each so many: no peak is hidden, and the file stays small. */
    private static List<Sample> highestOfEach(List<Sample> values, int count) {
        return IntStream.iterate(0, begin -> begin < values.size(), begin -> begin + count)
                .mapToObj(begin -> values.subList(begin, Math.min(values.size(), begin + count)).stream()
                        .max(Comparator.comparingDouble(Sample::value)).orElseThrow())
                .toList();
    }

    private static Panel panel(Measure measure) {
        return new Panel("seconds",
                measure.unit.isEmpty() ? measure.text : measure.text + ", " + measure.unit, HEIGHT);
    }

    void write(Path file) throws IOException {
        new Picture(List.copyOf(panels.values())).write(file);
    }
}
