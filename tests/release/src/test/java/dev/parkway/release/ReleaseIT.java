package dev.parkway.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages what is released twice, compares, and builds somebody else's project with it. */
@Timeout(600)
final class ReleaseIT {

    private static final Path ROOT = Path.of(System.getProperty("parkway.root"));
    /** One of what is generated and one of what is written, without Javadoc; the profile heavy compares everything. */
    private static final boolean HEAVY = Boolean.getBoolean("parkway.heavy");
    private static final List<String> LEFT_OUT = List.of("parkway-control/", "parkway-points/",
            "parkway-junit/");
    /** A POM, a jar and its sources, with two digests each. */
    private static final int FILES = 9;
    private static final String VERSION = "0.0.1-test";
    private static final List<String> LIBRARIES = List.of("parker", "proto", "control", "points", "junit");

    @TempDir
    static Path scratch;

    private static Path clone;
    private static Path staging;

    /** From a clone: whatever is committed meanwhile is not of this release. */
    @BeforeAll
    static void stage() throws Exception {
        Assumptions.assumeTrue(Files.exists(ROOT.resolve(".git")), "a release is made from a clone");
        clone = scratch.resolve("clone");
        run(ROOT, Map.of(), "git", "clone", "--quiet", "--shared", ".", clone.toString());
        staging = scratch.resolve("staging");
        run(clone, Map.of(), "./release", VERSION, staging.toString());
    }

    @Test
    void release_staged_hasWhatARepositoryWants() throws IOException {
        for (String library : LIBRARIES) {
            Path folder = staging.resolve("dev/parkway/parkway-" + library).resolve(VERSION);
            String file = "parkway-" + library + "-" + VERSION;
            assertThat(folder).isDirectoryContaining(path -> path.endsWith(file + ".pom"));
            for (String kind : List.of("", "-sources", "-javadoc")) {
                assertThat(folder.resolve(file + kind + ".jar")).exists();
            }
            try (JarFile jar = new JarFile(folder.resolve(file + ".jar").toFile())) {
                assertThat(jar.getEntry("META-INF/LICENSE")).as("licence of %s", library).isNotNull();
                assertThat(jar.getEntry("META-INF/NOTICE")).as("notice of %s", library).isNotNull();
            }
        }
        for (String pom : List.of("parkway", "parkway-bom")) {
            String text = Files.readString(staging.resolve("dev/parkway/" + pom).resolve(VERSION)
                    .resolve(pom + "-" + VERSION + ".pom"));
            assertThat(text).contains("<name>", "<description>", "<url>", "<license>", "<developer>", "<scm")
                    .doesNotContain("SNAPSHOT");
        }
    }

    @Test
    void release_stagedAgain_hasTheSameBytes() throws Exception {
        Path again = scratch.resolve("again");
        // Elsewhere, at another hour, in another tongue: nothing of it may show.
        Map<String, String> elsewhere = Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C", "MAVEN_OPTS",
                "-Duser.language=tr");
        List<String> command = new ArrayList<>(List.of("./release", VERSION, again.toString()));
        if (!HEAVY) {
            command.addAll(List.of("-Dmaven.javadoc.skip", "-pl", "!control,!points,!junit"));
        }
        run(clone, elsewhere, command.toArray(String[]::new));

        Map<String, String> expected = digests(staging);
        expected.keySet().removeIf(file -> !HEAVY && (file.contains("-javadoc.jar")
                || LEFT_OUT.stream().anyMatch(file::contains)));
        assertThat(digests(again)).hasSizeGreaterThan(2 * FILES).isEqualTo(expected);
    }

    @Test
    void consumer_ofWhatIsStaged_runsTheFirstExamples() throws Exception {
        Path consumer = scratch.resolve("consumer");
        Path sources = Path.of("src", "main", "java", "dev", "parkway", "examples");
        Path tests = Path.of("src", "test", "java", "dev", "parkway", "examples");
        copy(ROOT.resolve("tests/release/consumer"), consumer, List.of("pom.xml"));
        copy(ROOT.resolve("examples").resolve(sources), consumer.resolve(sources),
                List.of("Ping.java", "Pong.java",
                        "BoxOffice.java"));
        copy(ROOT.resolve("examples").resolve(tests), consumer.resolve(tests), List.of("Program.java",
                "PingPongTest.java", "BoxOfficeTest.java"));

        // What is staged must not end in anybody's local repository; what is there of others is taken from it.
        String output = run(ROOT, Map.of(), "./mvnw", "-B", "-ntp", "-f",
                consumer.resolve("pom.xml").toString(),
                "test", "-Dstaging=" + staging, "-Dparkway.version=" + VERSION,
                "-Djunit.version=" + System.getProperty("junit.version"),
                "-Dassertj.version=" + System.getProperty("assertj.version"),
                "-Dmaven.repo.local=" + scratch.resolve("repository"),
                "-Dmaven.repo.local.tail=" + System.getProperty("maven.local"),
                "-Dmaven.repo.local.tail.ignoreAvailability=true");

        assertThat(output).containsPattern("Tests run: 20[0-9], Failures: 0, Errors: 0, Skipped: 0");
    }

    @Test
    void release_wrongArguments_areRefused() throws Exception {
        Process process = new ProcessBuilder("./release", "one", "two").directory(ROOT.toFile()).start();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("usage: ");
    }

    private static void copy(Path from, Path to, List<String> files) throws IOException {
        Files.createDirectories(to);
        for (String file : files) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
    }

    private static String run(Path folder, Map<String, String> environment, String... command)
            throws Exception {
        File output = Files.createTempFile(scratch, "run", ".log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output);
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", List.of(command)).isTrue();
        String text = Files.readString(output.toPath());
        assertThat(process.exitValue()).as("%s says:%n%s", List.of(command), text).isZero();
        return text;
    }

    private static Map<String, String> digests(Path folder) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                digests.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
            }
        }
        return digests;
    }
}
