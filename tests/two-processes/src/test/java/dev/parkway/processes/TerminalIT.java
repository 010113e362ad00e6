package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person at a terminal sees, and that nobody else does. */
final class TerminalIT {

    private static final int SERVER_NOT_THERE = 3;

    @Test
    void summary_wanted_countsAndMeasures() {
        try (Running server = Launch.server().start();
                Running client = Launch.client(server.port(), "--connections", "1200", "--msl", "1ms",
                        "--summary", "on", "--progress", "on").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            String all = String.join("\n", client.log().all());
            assertThat(all).contains("1,200 connections in ").containsPattern("completed +1,200")
                    .containsPattern("turn +\\d").containsPattern("connection +\\d")
                    .contains("violations: 0 (the server has checked: {conforms=1200})")
                    .containsPattern("connections 100%.*1200/1200").doesNotContain("\u001b[");
            assertThat(client.stdout().all()).containsExactly("TCP connection disconnected");
        }
    }

    @Test
    void noTerminal_nothingWanted_showsNeither() {
        try (Running server = Launch.server().start();
                Running client = Launch.client(server.port(), "--connections", "20", "--msl", "1ms",
                        "--transcript", "off").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            assertThat(client.log().allWith("p99")).isEmpty();
            assertThat(client.log().allWith("%")).isEmpty();
        }
    }

    @Test
    void terminal_coloursUnlessNoColor_bothWithProgress() {
        try (Running server = Launch.server().start()) {
            assertThat(atTerminal(server.port(), "")).contains("20/20").contains("\u001b[1m20 connections");
            assertThat(atTerminal(server.port(), "1")).contains("20/20").contains("20 connections")
                    .doesNotContain("\u001b[1m");
        }
    }

    @Test
    void terminal_logWhileProgressIsShown_hasItsOwnLine() {
        try (Running server = Launch.server().start()) {
            assertThat(atTerminal(server.port(), ""))
                    .containsPattern("(?m)^\u001b\\[K[0-9:.]{12} INFO +RemoteRun: 20 connections in");
        }
    }

    /** By util-linux's script, which runs a command at a terminal of its own. */
    private static String atTerminal(int port, String noColor) {
        String command = Launch.JAVA_HOME.resolve("bin/java") + " -jar " + Launch.jar("client-service")
                + " --server " + Launch.LOOPBACK + ":" + port
                + " --connections 20 --msl 1ms --transcript off";
        try (Running run = Launch.command("script", "-qec", command, "/dev/null").with("NO_COLOR", noColor)
                .with("TERM", "xterm").start()) {
            assertThat(run.exitCode()).as("%s", run).isZero();
            return String.join("\n", run.stdout().all());
        }
    }

    @Test
    void watch_filtered_showsColumnsAndEnds() {
        try (Running server = Launch.server().start();
                Running watch = Launch
                        .clientAsTold("watch", "--server", Launch.LOOPBACK + ":" + server.port(),
                                "--side", "client", "--state", "TIME_WAIT", "--count", "2")
                        .start();
                Running client = Launch.busyClient(server.port(), "--msl", "1ms").start()) {
            assertThat(watch.exitCode()).as("%s", watch).isZero();
            List<String> lines = watch.stdout().all();
            assertThat(lines).hasSize(2).allMatch(line -> line.matches(
                    "\\d\\d:\\d\\d:\\d\\d\\.\\d{6} [0-9a-f]{8}/\\d+ +client +\\w+ -> \\w+ +.* E\\d+.*"));
            assertThat(lines.getFirst()).contains("FIN_WAIT_2 -> TIME_WAIT");
            assertThat(client.isAlive()).isTrue();
        }
    }

    @Test
    void watch_nobodyThere_endsWithItsCode() {
        try (Running watch = Launch.clientAsTold("watch", "--server", Launch.LOOPBACK + ":1").start()) {
            assertThat(watch.exitCode()).as("%s", watch).isEqualTo(SERVER_NOT_THERE);
        }
    }
}
