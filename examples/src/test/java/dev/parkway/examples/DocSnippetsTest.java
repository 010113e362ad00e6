package dev.parkway.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the docs show of Java and of a POM stands, line for line, in a source that is compiled and run by a test. */
final class DocSnippetsTest {

    private static final Path ROOT = Path.of("..");

    /** A block of a page, without its indentation and without empty lines. */
    private record Snippet(Path page, List<String> lines) {}

    @Test
    void snippets_each_standInASource() throws IOException {
        List<List<String>> sources = new ArrayList<>();
        for (Path source : files(Path.of("src"), ".java")) {
            sources.add(bare(Files.readAllLines(source)));
        }
        sources.add(bare(Files.readAllLines(ROOT.resolve("tests/release/consumer/pom.xml"))));
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : files(ROOT.resolve("docs"), ".md")) {
            // That one is held to its sources by the example that it tells of.
            if (!page.endsWith("extending-scripts.md")) {
                snippets.addAll(snippets(page));
            }
        }
        snippets.addAll(snippets(ROOT.resolve("README.md")));

        assertThat(snippets).hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(snippet -> assertThat(sources).as("%s",
                        snippet)
                        .anyMatch(source -> Collections.indexOfSubList(source, snippet.lines()) >= 0));
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static List<Snippet> snippets(Path page) throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```java") || lines.get(i).equals("```xml")) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                snippets.add(new Snippet(page, bare(lines.subList(i + 1, end))));
                i = end;
            }
        }
        return snippets;
    }

    private static List<String> bare(List<String> lines) {
        return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
