package dev.parkway.tcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under docs, or a part of one, that is written from the data. */
final class Document {

    private static final Path DOCS = Path.of("..", "docs");

    private Document() {}

    static String text(String name) throws IOException {
        return Files.readString(DOCS.resolve(name));
    }

    /** The same as {@link #check}, for a fenced block of a page that begins in a way that no other does. */
    static void checkPart(String name, String begins, String part) throws IOException {
        String fence = "```\n";
        String page = text(name);
        int from = page.indexOf(begins);
        assertThat(from).as("\"%s\" in %s", begins, name).isNotNegative();
        int to = page.indexOf(fence, from + fence.length()) + fence.length();
        check(name, page.substring(0, from) + part + page.substring(to));
    }

    /** Fails if the page differs from what it should say; with {@code -Ddocs.write=true} writes it instead. */
    static void check(String name, String text) throws IOException {
        Path page = DOCS.resolve(name);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(page, text);
        }
        assertThat(page).as("stale; write it anew with ./mvnw -pl tcp test -Ddocs.write=true").content()
                .isEqualTo(text);
    }
}
