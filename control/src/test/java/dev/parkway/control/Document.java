package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under docs that is written from the data. */
final class Document {

    private static final Path DOCS = Path.of("..", "docs");

    private Document() {}

    /** Fails if the page differs from what it should say; with {@code -Ddocs.write=true} writes it instead. */
    static void check(String name, String text) throws IOException {
        Path page = DOCS.resolve(name);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(page, text);
        }
        assertThat(page).as("stale; write it anew with ./mvnw -pl control -am test -Ddocs.write=true")
                .content()
                .isEqualTo(text);
    }
}
