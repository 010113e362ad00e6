package dev.parkway.examples.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.picture.Ladder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/extending-scripts.md shows is what this example is made of, and what it draws. */
class ExtendingDocTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "extending-scripts.md");
    private static final Path SOURCES = Path.of("src", "main");
    private static final String PACKAGE = "dev/parkway/examples/commit/";

    @Test
    void page_text_isTheProtocolsOwn() throws IOException {
        String text = Files.readString(SOURCES.resolve("resources/" + PACKAGE + "two-phase-commit.txt"));

        assertThat(PAGE).content().contains("```\n" + text + "```\n");
    }

    @Test
    void page_ladder_isThatOfTheTimeout() {
        String ladder = Ladder.of(Commit.PROTOCOL.scenarios().get("timeout"));

        assertThat(PAGE).content().contains("```\n" + ladder + "conforms\n```\n");
    }

    @Test
    void page_program_isThatOfTheSources() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```java\n") + "```java\n".length();
        String program = page.substring(begin, page.indexOf("```", begin));
        String sources = squeezed(Files.readString(SOURCES.resolve("java/" + PACKAGE + "Commit.java"))
                + Files.readString(SOURCES.resolve("java/" + PACKAGE + "Coordinator.java"))
                + Files.readString(SOURCES.resolve("java/" + PACKAGE + "TwoPhaseCommit.java")));

        assertThat(program.split("\n\n", -1))
                .allSatisfy(part -> assertThat(sources).contains(squeezed(part)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void page_faults_areThoseOfTheTests() throws IOException {
        String test = Files.readString(Path.of("src/test/java", PACKAGE, "TwoPhaseCommitTest.java"))
                .replaceAll("\"\\s*\\+ \"", "");

        assertThat(Files.readString(PAGE).lines().filter(line -> line.startsWith("| the ")))
                .hasSize(3)
                .allSatisfy(line -> assertThat(test).contains(line.split(" \\| ", -1)[1].replace(" |", "")));
    }
}
