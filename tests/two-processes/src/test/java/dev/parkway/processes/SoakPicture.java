package dev.parkway.processes;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.parkway.processes.Samples.Measure;
import dev.parkway.processes.Samples.Sample;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of what processes held over time, a panel a measure, which can be read on light and on dark. */
final class SoakPicture {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 220;
    private static final int POINTS = 120;
    private static final Color NONE = new Color(0, 0, 0, 0);
    // Half way between black and white, so that it stands out from both.
    private static final Color GREY = new Color(0x80, 0x80, 0x80);
    private static final Color FAINT_GREY = new Color(0x80, 0x80, 0x80, 0x50);
    private static final Map<String, Color> COLOURS = Map.of("server", new Color(0x3b, 0x82, 0xd0), "client",
            new Color(0xd9, 0x77, 0x06));

    private final Map<Measure, XYChart> panels = new EnumMap<>(Measure.class);

    private SoakPicture() {}

    static SoakPicture of(Samples samples) {
        SoakPicture picture = new SoakPicture();
        samples.lines().forEach((line, values) -> {
            XYChart panel = picture.panels.computeIfAbsent(line.measure(), SoakPicture::panel);
            List<Sample> shown = highestOfEach(values, Math.ceilDiv(values.size(), POINTS));
            XYSeries series = panel.addSeries(line.process(), shown.stream().map(Sample::second).toList(),
                    shown.stream().map(Sample::value).toList());
            series.setMarker(SeriesMarkers.NONE).setLineColor(COLOURS.getOrDefault(line.process(), GREY));
            panel.getStyler().setYAxisMax(Math.max(top(panel), 1.2 * highest(values)));
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

    private static double top(XYChart panel) {
        Double top = panel.getStyler().getYAxisMax();
        return top == null ? 0 : top;
    }

    private static double highest(List<Sample> values) {
        return values.stream().mapToDouble(Sample::value).max().orElse(1);
    }

    private static XYChart panel(Measure measure) {
        XYChart panel = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle("seconds")
                .yAxisTitle(measure.unit.isEmpty() ? measure.text : measure.text + ", " + measure.unit)
                .build();
        XYStyler styler = panel.getStyler();
        styler.setChartBackgroundColor(NONE).setPlotBackgroundColor(NONE).setLegendBackgroundColor(NONE)
                .setLegendBorderColor(NONE).setChartFontColor(GREY).setPlotBorderColor(GREY)
                .setLegendPosition(LegendPosition.OutsideE);
        styler.setPlotGridLinesColor(FAINT_GREY).setAxisTickLabelsColor(GREY).setAxisTickMarksColor(GREY);
        // From nothing up: what grows by little shall not look like much.
        styler.setYAxisMin(0.0);
        return panel;
    }

    void write(Path file) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        panels.values().forEach(panel -> {
            panel.paint(graphics, WIDTH, HEIGHT);
            graphics.translate(0, HEIGHT);
        });
        Document document = new SVGProcessor().getDocument(graphics.getCommands(),
                new PageSize(0, 0, WIDTH, (double) HEIGHT * panels.size()));
        try (OutputStream out = Files.newOutputStream(file)) {
            document.writeTo(out);
        }
    }
}
