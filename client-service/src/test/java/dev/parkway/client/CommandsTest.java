package dev.parkway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.service.ExitCode;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.picture.StateDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need no server: scenarios and diagram. */
final class CommandsTest {

    private static final Scenario CROSSING = TcpScenarios.builtIn().get("simultaneous-close", TcpProfile.RFC);

    @TempDir
    private Path folder = Path.of("");

    private final Shell shell = new Shell();

    @Test
    void scenarios_areOneLineEach() {
        assertThat(shell.run("scenarios")).isEqualTo(ExitCode.OK);
        assertThat(shell.out().lines()).hasSameSizeAs(TcpScenarios.builtIn().all())
                .contains(
                        "simultaneous-close         rfc       Both sides close at once, and their FINs cross; "
                                + "Figure 6, 13; E1 E2 E4 E8 E10 E12 E15 E17 E20")
                .contains(
                        "connect-timeout            rfc       The SYN is lost and the client's patience ends; "
                                + "-; E2 X11");
    }

    @Test
    void scenarios_fileOfOnesOwn_comesFirst() throws IOException {
        Path own = write("""
                scenario: my-own
                title: Nobody is there
                client: CLOSED SYN_SENT SYN! RST+ACK? CLOSED
                server: CLOSED SYN? RST+ACK!
                """);
        assertThat(shell.run("scenarios", "--scenario-file", own.toString())).isEqualTo(ExitCode.OK);
        assertThat(shell.out().lines()).hasSize(1 + TcpScenarios.builtIn().all().size()).first().asString()
                .startsWith("my-own ").endsWith("Nobody is there; -; E2 X3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scenarios", "diagram --scenario my-own", ""})
    void command_fileThatIsRefused_saysLineAndReason(String command) throws IOException {
        Path own = write("""
                scenario: my-own
                client: CLOSED ESTABLISHED
                server: -
                """);
        List<String> words = command.isEmpty() ? List.of() : List.of(command.split(" "));

        assertThat(shell.run(words, "--scenario-file", own.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err().lines()).as("a line that says it, and no stack").hasSize(2).first().asString()
                .contains(own + ":2").contains("ESTABLISHED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scenarios", "diagram --scenario my-own", ""})
    void command_fileThatIsNotThere_saysSo(String command) {
        List<String> words = command.isEmpty() ? List.of() : List.of(command.split(" "));

        assertThat(shell.run(words, "--scenario-file", folder.resolve("none").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err().lines()).hasSize(2).first().asString()
                .startsWith("cannot read the scenario file: ").contains("none");
    }

    @Test
    void diagram_noScenario_isPlainMermaid() {
        assertThat(shell.run("diagram")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).isEqualTo(StateDiagram.plain().mermaid()).startsWith("flowchart TD\n");
    }

    @Test
    void diagram_scenario_isMarked() {
        assertThat(shell.run("diagram", "--scenario", "simultaneous-close")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).isEqualTo(StateDiagram.of(CROSSING).mermaid())
                .isNotEqualTo(StateDiagram.plain().mermaid());
    }

    @Test
    void diagram_graphviz_isWhatDotReads() {
        assertThat(shell.run("diagram", "--scenario", "simultaneous-close", "--format", "graphviz"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.out()).isEqualTo(StateDiagram.of(CROSSING).graphviz()).startsWith("digraph")
                .endsWith("}\n");
    }

    @Test
    void diagram_unknownScenarioProfileOrFormat_saysWhatThereIs() {
        assertThat(shell.run("diagram", "--scenario", "no-such")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("unknown scenario no-such; known: client-closes-first");
        assertThat(shell.run("diagram", "--scenario", "simultaneous-close", "--profile", "lockstep"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("scenario simultaneous-close has no profile lockstep; it has rfc");
        assertThat(shell.run("diagram", "--format", "png")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("[mermaid, graphviz]");
        assertThat(shell.out()).isEmpty();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("own.txt"), text);
    }
}
