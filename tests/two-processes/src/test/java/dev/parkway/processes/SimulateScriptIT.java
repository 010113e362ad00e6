package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./simulate} builds and starts: the script alone, with a Java and a Maven that only say how they are called. */
final class SimulateScriptIT {

    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pattern MODULES = Pattern.compile("(?s)modules=\\(([^)]*)\\)");
    private static final Pattern NEEDED = Pattern.compile("<artifactId>parkway-([a-z-]+)</artifactId>");

    @TempDir
    private Path root = Path.of("");

    @BeforeEach
    void layOut() throws IOException {
        Files.copy(Launch.ROOT.resolve("simulate"), root.resolve("simulate"));
        for (String module : modules()) {
            old(Files.writeString(folder(module).resolve("pom.xml"), ""));
            old(Files.writeString(folder(module + "/src/main/java").resolve("A.java"), ""));
        }
        old(Files.writeString(root.resolve("pom.xml"), ""));
        for (String service : List.of("server-service", "client-service")) {
            Path jar = Files.writeString(folder(service + "/target").resolve(service + ".jar"), "");
            Files.setLastModifiedTime(jar, FileTime.from(BUILT));
        }
        script("mvnw", "echo built");
        script("deploy/find-jdk", "echo '" + root + "'");
        script("deploy/make-aot-caches", "exit 0");
        // The server says where it is, and waits to be ended as the real one does.
        script("bin/java", """
                echo "$*"
                while [ $# -gt 0 ]; do
                  if [ "$1" = --port-file ]; then echo 1 >"$2.new"; mv "$2.new" "$2"; exec sleep 60; fi
                  shift
                done""");
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(BUILT.minusSeconds(60)));
    }

    private void script(String name, String body) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "script/pom.xml", "server-service/src/main/java/A.java"})
    void simulate_whatItIsBuiltFromIsNewer_builds(String name) throws IOException {
        Files.setLastModifiedTime(root.resolve(name), FileTime.from(BUILT.plusSeconds(60)));

        assertThat(built()).isTrue();
    }

    @Test
    void simulate_onlyWhatItIsNotBuiltFromIsNewer_doesNotBuild() throws IOException {
        for (String module : List.of("junit", "benchmarks")) {
            Files.writeString(folder(module).resolve("pom.xml"), "");
            Files.writeString(folder(module + "/src/main/java").resolve("A.java"), "");
        }

        assertThat(built()).isFalse();
    }

    private boolean built() {
        try (Running simulate = simulate("--version")) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            return !simulate.log().allWith("building...").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--in-process", "--help", "--version", "scenarios", "trace", "watch", "summary",
                    "diagram"})
    void simulate_whatNeedsNoServer_startsTheClientAlone(String argument) {
        try (Running simulate = simulate(argument, "--more")) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(simulate.stdout().all()).singleElement().asString()
                    .endsWith("client-service.jar " + argument + " --more");
        }
    }

    @Test
    void simulate_whatBothSidesHaveToKnow_isToldTheServerToo() {
        try (Running simulate = simulate("--connections", "3", "--transcript", "off", "--msl=1ms",
                "--explain")) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(simulate.stdout().all()).hasSize(2)
                    .anyMatch(line -> line.contains("server-service.jar ")
                            && line.endsWith("--transcript=off --msl=1ms --explain"))
                    .anyMatch(line -> line.contains("client-service.jar ")
                            && line.endsWith("--connections 3 --transcript off --msl=1ms --explain"));
        }
    }

    @Test
    void modules_areThoseThatTheServicesStandOn() throws IOException {
        Set<String> needed = new TreeSet<>();
        need("server-service", needed);
        need("client-service", needed);

        assertThat(modules()).containsExactlyInAnyOrderElementsOf(needed);
    }

    private static void need(String module, Set<String> needed) throws IOException {
        if (needed.add(module)) {
            String pom = Files.readString(Launch.ROOT.resolve(module).resolve("pom.xml"));
            for (String name : NEEDED.matcher(pom).results().map(found -> found.group(1)).toList()) {
                need(name, needed);
            }
        }
    }

    private static List<String> modules() throws IOException {
        String list = MODULES.matcher(Files.readString(Launch.ROOT.resolve("simulate"))).results()
                .map((MatchResult found) -> found.group(1)).findFirst().orElseThrow();
        return List.of(list.strip().split("\\s+"));
    }

    private Running simulate(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = root.resolve("simulate").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Launch.command(command).start();
    }
}
