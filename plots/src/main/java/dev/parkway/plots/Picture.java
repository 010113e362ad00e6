package dev.parkway.plots;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Panels, one below the other.
 *
 * @param panels from top to bottom
 */
public record Picture(List<Panel> panels) {

    /** Copies the list. */
    public Picture {
        panels = List.copyOf(panels);
    }

    /**
     * Writes it as SVG.
     *
     * @param file where
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        int height = 0;
        for (Panel panel : panels) {
            panel.chart().paint(graphics, Panel.WIDTH, panel.chart().getHeight());
            graphics.translate(0, panel.chart().getHeight());
            height += panel.chart().getHeight();
        }
        Document document = new SVGProcessor().getDocument(graphics.getCommands(),
                new PageSize(0, 0, Panel.WIDTH, height));
        try (OutputStream out = Files.newOutputStream(file)) {
            document.writeTo(out);
        }
    }
}
