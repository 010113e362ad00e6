package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the page's recipes for buf exactly as they stand. Required in CI, and else skipped where there is no buf. */
final class RecipesIT {

    private static final Path PAGE = Launch.ROOT.resolve("docs/operations.md");
    private static final String PROMPT = "$ ";

    @BeforeAll
    static void requireBuf() {
        Required.check(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "buf"))),
                "NO RECIPE WAS RUN: there is no buf on the PATH");
    }

    @Test
    void recipes_each_hasATwinAndAnAnswer() throws IOException {
        List<String> lines = lines();
        List<String> recipes = recipes(lines);
        assertThat(recipes).hasSizeGreaterThanOrEqualTo(6);
        assertThat(lines.stream().filter(line -> line.startsWith("$ grpcurl -plaintext ${PARKWAY")
                || line.startsWith("$ grpcurl -plaintext -d"))).hasSameSizeAs(recipes);
        try (Running server = Launch.server().start();
                Running client = Launch.client(server.port(), "--msl", "1ms").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            for (String recipe : recipes) {
                if (!recipe.endsWith("/Watch")) {
                    try (Running running = run(recipe, server.port())) {
                        assertThat(running.exitCode()).as("%s: %s", recipe, running).isZero();
                        assertThat(running.stdout().all()).as(recipe).isNotEmpty();
                    }
                }
            }
            try (Running channelz = run(recipe(recipes, "/GetServers"), server.port())) {
                assertThat(String.join("", channelz.stdout().all())).contains("callsStarted");
            }
        }
    }

    @Test
    void healthWatch_serverDrains_isToldWhileConnectionsStillRun() throws IOException {
        try (Running server = Launch.server("--drain", "60s", "--pace", "10s").start();
                Running watch = run(recipe(recipes(lines()), "/Watch"), server.port());
                Running client = Launch.busyClient(server.port()).start()) {
            watch.stdout().await("\"SERVING\"");
            client.stdout().await("[Client 15] SYN_SENT");
            server.terminate();
            watch.stdout().await("\"NOT_SERVING\"");
            assertThat(server.isAlive()).as("%s", server).isTrue();
        }
    }

    private static Running run(String recipe, int port) {
        return Launch.command("sh", "-c", recipe).with("PARKWAY", Launch.LOOPBACK + ":" + port).start();
    }

    private static String recipe(List<String> recipes, String end) {
        return recipes.stream().filter(recipe -> recipe.endsWith(end)).findFirst().orElseThrow();
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(PAGE);
    }

    private static List<String> recipes(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(PROMPT + "buf curl"))
                .map(line -> line.substring(PROMPT.length())).toList();
    }
}
