package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./simulate} as somebody calls it who has just cloned the repository. */
final class SimulateIT {

    private static final Duration SECONDS = Duration.ofSeconds(10);

    private static final List<String> SEED = """
            [Server] CLOSED
            [Server] LISTEN
            [Client] CLOSED
            [Client] SYN_SENT
            [Server] SYN_RCVD
            [Client] ESTABLISHED
            [Server] ESTABLISHED
            [Client] FIN_WAIT_1
            [Server] CLOSE_WAIT
            [Client] FIN_WAIT_2
            [Server] LAST_ACK
            [Client] TIME_WAIT
            [Server] CLOSED
            [Client] CLOSED
            TCP connection disconnected
            """.lines().toList();

    @TempDir
    private Path scratch = Path.of("");

    /** Maven has just built them, but leaves a jar alone whose content has not changed: it would look old. */
    @BeforeAll
    static void sayThatTheJarsAreNew() throws IOException {
        for (String service : List.of("server-service", "client-service")) {
            Files.setLastModifiedTime(Launch.jar(service), FileTime.from(Instant.now()));
        }
    }

    @Test
    void simulate_printsTheSeedsLinesAndLeavesNothing() throws IOException {
        try (Running simulate = Launch.simulate().with("TMPDIR", scratch.toString()).start()) {
            simulate.stdout().await("[Client] SYN_SENT");
            List<ProcessHandle> started = simulate.descendants();
            assertThat(started).as("server and client").hasSizeGreaterThanOrEqualTo(2);

            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(simulate.stdout().all()).isEqualTo(SEED);
            assertThat(simulate.log().all()).as("standard error").isEmpty();
            assertThat(started).noneMatch(ProcessHandle::isAlive);
            try (var left = Files.list(scratch)) {
                assertThat(left).as("files left behind").isEmpty();
            }
        }
    }

    @Test
    void simulate_toAFile_printsTheSeedsLines() throws IOException {
        Path file = scratch.resolve("transcript");
        try (Running simulate = Launch.simulate().writeTo(file.toFile()).start()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(file).hasContent(String.join("\n", SEED));
        }
    }

    @Test
    void simulate_inProcess_printsTheSeedsLines() {
        try (Running simulate = Launch.simulate("--in-process").start()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(simulate.stdout().all()).isEqualTo(SEED);
            assertThat(simulate.log().all()).as("standard error").isEmpty();
        }
    }

    /** A process that kept its connections until the end dies of it, in four times that heap, too. */
    @Test
    void inProcess_manyConnectionsOneAfterTheOther_areNotKept() {
        try (Running client = Launch
                .clientAsTold("--in-process", "--connections", "100000", "--parallel", "100",
                        "--msl", "0", "--transcript", "off")
                .within("32m").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            assertThat(client.log().allWith("{completed=100000}")).hasSize(1);
        }
    }

    @Test
    void simulate_thousandConnections_printsAllInOrder() {
        try (Running simulate = Launch.simulate("--connections", "1000", "--msl", "100ms").start()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            Onlooker.checkDefault(1_000, simulate.stdout().all());
        }
    }

    @Test
    void simulate_terminated_endsAtOnceAndLeavesNothing() {
        try (Running simulate = Launch.simulate("--msl", "1h").start()) {
            simulate.stdout().await("[Client] TIME_WAIT");
            List<ProcessHandle> started = simulate.descendants();
            simulate.terminate();

            assertThat(simulate.exitCodeWithin(SECONDS)).as("%s", simulate).isEqualTo(143);
            assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void simulate_noJdk_saysWhereItLookedAndHowToGetOne() throws IOException {
        Path old = Files.createDirectories(scratch.resolve("jdk-17"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path none = scratch.resolve("none");
        try (Running simulate = Launch.simulate().with("PARKWAY_JDKS", old + ":" + none).start()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isEqualTo(1);
            assertThat(simulate.stdout().all()).isEmpty();
            assertThat(String.join("\n", simulate.log().all()))
                    .contains("No JDK 25 found", "PARKWAY_JDKS", old.toString(), none.toString(),
                            "apt install openjdk-25-jdk", "https://adoptium.net");
        }
    }

    @Test
    void simulate_jdkNamed_runsWithoutAnyOtherVariable() {
        try (Running simulate = Launch.simulate("--in-process", "--msl", "1ms").bare()
                .with("PATH", "/usr/bin:/bin")
                .with("PARKWAY_JDKS", Launch.JAVA_HOME.toString()).start()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(simulate.stdout().all()).isEqualTo(SEED);
        }
    }

    @Test
    void simulate_cachesThere_startsFromThemAndWithoutThemWhenTheyAreStale() throws IOException {
        try (Running maker = Launch.command(Launch.ROOT.resolve("deploy/make-aot-caches").toString(),
                Launch.JAVA_HOME.resolve("bin/java").toString(), Launch.jar("server-service").toString(),
                Launch.jar("client-service").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1").start()) {
            assertThat(maker.exitCode()).as("%s", maker).isZero();
        }
        try (Running simulate = cacheOrNothing()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(simulate.stdout().all()).isEqualTo(SEED);
        }
        Files.setLastModifiedTime(Launch.jar("client-service"), FileTime.from(Instant.now().plusSeconds(5)));
        try (Running simulate = cacheOrNothing()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isNotZero();
        }
        try (Running simulate = Launch.simulate("--in-process").start()) {
            assertThat(simulate.exitCode()).as("%s", simulate).isZero();
            assertThat(simulate.stdout().all()).isEqualTo(SEED);
            assertThat(simulate.log().all()).as("standard error").isEmpty();
        }
    }

    /** Each JVM refuses to start without its cache. */
    private static Running cacheOrNothing() {
        return Launch.simulate("--in-process").with("JDK_JAVA_OPTIONS", "-XX:AOTMode=on")
                .with("PARKWAY_JDKS", Launch.JAVA_HOME.toString()).start();
    }
}
