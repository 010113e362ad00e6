package dev.parkway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page's table is made from the catalogue, which {@link MetricsTest} holds to what is measured. */
final class TelemetryDocTest {

    private static final Path PAGE = Path.of("..", "docs", "telemetry.md");
    private static final String BEGIN = "<!-- metrics -->\n";

    @Test
    void metrics_table_isUpToDate() throws IOException {
        String written = Files.readString(PAGE);
        int from = written.indexOf(BEGIN) + BEGIN.length();
        assertThat(from).isGreaterThan(BEGIN.length());
        String page = written.substring(0, from) + table()
                + written.substring(written.indexOf("<!-- end -->", from));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("stale; write it anew with ./mvnw -pl telemetry -am test -Ddocs.write=true")
                .content().isEqualTo(page);
    }

    private static String table() {
        return Metric.ALL.stream().map(TelemetryDocTest::row).collect(Collectors.joining("\n",
                "| metric | kind | unit | attributes | what it says |\n|---|---|---|---|---|\n", "\n"));
    }

    private static String row(Metric metric) {
        String attributes = metric.attributes().stream().map(AttributeKey::getKey)
                .map(key -> "`" + key + "`").collect(Collectors.joining(", "));
        return "| `" + metric.name() + "` | "
                + metric.kind().toString().toLowerCase(Locale.ROOT).replace('_', ' ') + " | `" + metric.unit()
                + "` | " + (attributes.isEmpty() ? "–" : attributes) + " | " + metric.description() + " |";
    }
}
