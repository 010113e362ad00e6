package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every command of the book's chapters as it stands there, and the README's simulations. */
final class BookIT {

    private static final Path DOCS = Launch.ROOT.resolve("docs");
    private static final String PROMPT = "$ ";
    private static final String FENCE = "```";
    private static final List<String> CHAPTERS = List.of("parker.md", "control-stream.md", "tcp.md",
            "inspecting.md", "operating.md", "extending.md");
    private static final Pattern MODULES = Pattern.compile("mvnw[^\\n]* -pl ([a-z/,-]+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");
    private static final Pattern NOT_IN_AN_ANCHOR = Pattern.compile("[^a-z0-9_ -]");

    /** A command, and what the page shows of its output; nothing if it shows none. */
    record Recipe(String command, List<String> output) {}

    @BeforeAll
    static void sayThatTheJarsAreNew() throws IOException {
        SimulateIT.sayThatTheJarsAreNew();
    }

    /** What the chapters leave to the appendices has tests of its own. */
    private static List<Recipe> recipes() throws IOException {
        List<Recipe> recipes = new ArrayList<>(recipes(Launch.ROOT.resolve("README.md")));
        recipes.removeIf(recipe -> !recipe.command().startsWith("./simulate"));
        for (String chapter : CHAPTERS) {
            recipes.addAll(recipes(DOCS.resolve(chapter)));
        }
        return recipes;
    }

    private static List<Recipe> recipes(Path page) throws IOException {
        List<Recipe> recipes = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith(FENCE)) {
                inside = line.equals(FENCE + "console");
            } else if (inside && line.startsWith(PROMPT)) {
                recipes.add(new Recipe(line.substring(PROMPT.length()), new ArrayList<>()));
            } else if (inside) {
                recipes.getLast().output().add(line);
            }
        }
        return recipes;
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void recipe_asItStands_endsWellAndSaysWhatThePageShows(Recipe recipe) {
        // From the root, where the page's reader is.
        try (Running running = Launch.command("sh", "-c", "cd '" + Launch.ROOT + "' && " + recipe.command())
                .start()) {
            assertThat(running.exitCode()).as("%s", running).isZero();
            if (!recipe.output().isEmpty()) {
                assertThat(running.stdout().all()).isEqualTo(recipe.output());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CHAPTERS")
    void chapter_isShortAndAnnounced(String chapter) throws IOException {
        assertThat(Files.readAllLines(DOCS.resolve(chapter)).size()).isLessThan(130);
        assertThat(Files.readString(DOCS.resolve("README.md"))).contains("](" + chapter + ")");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_ofEachPage_leadSomewhere(Path page) throws IOException {
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            String path = links.group(1);
            if (ELSEWHERE.matcher(path).matches()) {
                continue;
            }
            Path target = path.isEmpty() ? page : page.resolveSibling(path);
            assertThat(target).exists();
            if (links.group(2) != null) {
                assertThat(anchors(target)).as(path).contains(links.group(2));
            }
        }
    }

    /** The headings of a page, as links name them. */
    private static List<String> anchors(Path page) throws IOException {
        List<String> anchors = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            inside ^= line.startsWith(FENCE);
            Matcher heading = HEADING.matcher(line);
            if (!inside && heading.matches()) {
                anchors.add(NOT_IN_AN_ANCHOR.matcher(heading.group(1).toLowerCase(Locale.ROOT)).replaceAll("")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }

    @Test
    void maven_everyCommandOfAPage_namesModulesThatExist() throws IOException {
        List<String> modules = new ArrayList<>();
        for (Path page : pages()) {
            Matcher named = MODULES.matcher(Files.readString(page));
            while (named.find()) {
                modules.addAll(List.of(named.group(1).split(",")));
            }
        }
        assertThat(modules).hasSizeGreaterThan(5)
                .allSatisfy(module -> assertThat(Launch.ROOT.resolve(module).resolve("pom.xml")).exists());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(DOCS)) {
            return Stream.concat(docs.filter(page -> page.toString().endsWith(".md")),
                    Stream.of(Launch.ROOT.resolve("README.md"), Launch.ROOT.resolve("CONTRIBUTING.md"),
                            Launch.ROOT.resolve("config/api/README.md")))
                    .toList();
        }
    }
}
