package dev.parkway.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over one axis, from nothing up unless the scale is logarithmic. */
public final class Panel {

    static final int WIDTH = 720;

    private static final Color NONE = new Color(0, 0, 0, 0);
    // Half way between black and white, so that it stands out from both.
    private static final Color GREY = new Color(0x80, 0x80, 0x80);
    private static final Color FAINT_GREY = new Color(0x80, 0x80, 0x80, 0x50);
    private static final List<Color> COLOURS = List.of(new Color(0x3b, 0x82, 0xd0),
            new Color(0xd9, 0x77, 0x06), new Color(0x2e, 0x9e, 0x6b), new Color(0xb0, 0x5c, 0xc8),
            new Color(0xc8, 0x4b, 0x4b));

    private final XYChart chart;
    private int lines;
    private double highest;

    /**
     * Creates an empty panel.
     *
     * @param x what the axis is, with its unit
     * @param y what is measured, with its unit
     * @param height in pixels
     */
    public Panel(String x, String y, int height) {
        chart = new XYChartBuilder().width(WIDTH).height(height).xAxisTitle(x).yAxisTitle(y).build();
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(NONE).setPlotBackgroundColor(NONE).setLegendBackgroundColor(NONE)
                .setLegendBorderColor(NONE).setChartFontColor(GREY).setPlotBorderColor(GREY)
                .setLegendPosition(LegendPosition.OutsideE);
        styler.setPlotGridLinesColor(FAINT_GREY).setAxisTickLabelsColor(GREY).setAxisTickMarksColor(GREY);
        // Dashes would be written one by one.
        styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
        // From nothing up: what grows by little shall not look like much.
        styler.setYAxisMin(0.0);
    }

    /**
     * Makes both axes logarithmic.
     *
     * @return this
     */
    public Panel logarithmic() {
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true).setYAxisMin(null)
                .setXAxisDecimalPattern("#,##0").setYAxisDecimalPattern("#,##0.####");
        return this;
    }

    /**
     * Adds a line. The first of all panels is of one colour, the second of another.
     *
     * @param name whose it is
     * @param xs where
     * @param ys how much there
     * @return this
     */
    public Panel line(String name, List<? extends Number> xs, List<? extends Number> ys) {
        return line(name, xs, ys, SeriesMarkers.NONE);
    }

    /**
     * Adds a line whose points were measured one by one, and marks them.
     *
     * @param name whose it is
     * @param xs where
     * @param ys how much there
     * @return this
     */
    public Panel points(String name, List<? extends Number> xs, List<? extends Number> ys) {
        return line(name, xs, ys, SeriesMarkers.CIRCLE);
    }

    private Panel line(String name, List<? extends Number> xs, List<? extends Number> ys, Marker marker) {
        Color colour = COLOURS.get(lines % COLOURS.size());
        lines++;
        XYSeries series = chart.addSeries(name, xs, ys);
        series.setMarker(marker).setMarkerColor(colour).setLineColor(colour);
        highest = Math.max(highest, ys.stream().mapToDouble(Number::doubleValue).max().orElse(0));
        if (!chart.getStyler().isYAxisLogarithmic()) {
            chart.getStyler().setYAxisMax(1.2 * Math.max(highest, Double.MIN_NORMAL));
        }
        return this;
    }

    XYChart chart() {
        return chart;
    }
}
