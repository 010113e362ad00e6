package dev.parkway.plots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** A picture as whoever reads the file gets it. */
final class PictureTest {

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void write_twoPanels_hasBothOneBelowTheOther() throws Exception {
        Panel upper = new Panel("time in s", "turns a second", 200)
                .line("parked", List.of(0, 1, 2), List.of(10, 12, 11))
                .line("spun", List.of(0, 1, 2), List.of(20, 22, 21));
        Panel lower = new Panel("sessions", "latency in us", 240).logarithmic()
                .points("median", List.of(1, 10, 100), List.of(5, 50, 500));
        Path file = scratch.resolve("picture.svg");
        new Picture(List.of(upper, lower)).write(file);

        String text = Files.readString(file);
        Document svg = parse(text);
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 720 440");
        // Words are drawn as shapes; a line is known by its colour, a point by its circle.
        assertThat(text).contains("stroke:rgb(59,130,208)", "stroke:rgb(217,119,6)");
        assertThat(svg.getElementsByTagName("ellipse").getLength()).isGreaterThanOrEqualTo(3);
        assertThat(text).as("nothing that hides a dark page").doesNotContain("fill:rgb(255,255,255)");
    }

    @Test
    void line_severalLines_axisGoesFromNothingToAboveTheHighest() {
        Panel panel = new Panel("x", "y", 200).line("high", List.of(1, 2), List.of(90, 100))
                .line("low", List.of(1, 2), List.of(3, 4));

        assertThat(panel.chart().getStyler().getYAxisMin()).isZero();
        assertThat(panel.chart().getStyler().getYAxisMax()).isBetween(100.0, 130.0);
    }

    @Test
    void line_nothingButZeros_canBeDrawn() throws Exception {
        Path file = scratch.resolve("zeros.svg");
        new Picture(List.of(new Panel("x", "y", 200).line("none", List.of(1, 2), List.of(0, 0)))).write(file);

        assertThat(parse(Files.readString(file)).getElementsByTagName("path").getLength()).isPositive();
    }

    private static Document parse(String text) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        // The document names a DTD that is elsewhere; nothing is fetched for it.
        builder.setEntityResolver((_, _) -> new InputSource(new StringReader("")));
        return builder.parse(new InputSource(new StringReader(text)));
    }
}
