package dev.parkway.tcp.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.picture.SequenceDiagram;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The diagrams in Mermaid's and Graphviz's languages. */
class DiagramTest {

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @Test
    void sequence_refused_isDrawn() {
        assertThat(SequenceDiagram.of(TcpScenarios.builtIn().get("refused", TcpProfile.RFC))).isEqualTo("""
                sequenceDiagram
                    participant C as Client
                    participant S as Server
                    Note over C: CLOSED
                    Note over S: CLOSED
                    Note over C: SYN_SENT<br/>active OPEN
                    C->>S: SYN
                    S->>C: RST+ACK
                    Note over C: CLOSED
                """);
    }

    @Test
    void sequence_tokensThatCross_noteWhenOneLeaves() {
        assertThat(SequenceDiagram.of(TcpScenarios.builtIn().get("simultaneous-open", TcpProfile.RFC)))
                .contains("""
                            Note over S: SYN leaves
                            C->>S: SYN
                            S-->>C: SYN
                        """);
    }

    @Test
    void sequence_wordsThatAreSyntax_areTakenOut() {
        Scenario seed = TcpScenarios.builtIn().get("refused", TcpProfile.RFC);
        Transition evil = new Transition(Side.CLIENT, 1, null, TcpState.CLOSED,
                new Cause.Ended("<script>; C->>S: x\n#35;"), TcpEdge.X11, 0, 0, 0);

        assertThat(SequenceDiagram.of(seed, List.of(evil), List.of()).lines().toList().getLast())
                .isEqualTo("    Note over C: CLOSED<br/> script   C-  S  x  35 ");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void sequence_anyScenario_showsEveryStateAndToken(Scenario scenario) {
        String diagram = SequenceDiagram.of(scenario);

        assertThat(diagram.lines().filter(line -> line.contains(">>"))).hasSize(
                scenario.client().sends() + scenario.server().sends());
        assertThat(diagram.lines().filter(line -> line.contains("Note") && !line.endsWith("leaves")))
                .hasSize(scenario.client().states() + scenario.server().states());
    }

    @Test
    void states_plain_hasAllDrawnEdgesAndMarksNone() {
        String mermaid = StateDiagram.plain().mermaid();

        assertThat(mermaid).contains("    SYN_SENT -->|\"E8 rcv SYN,ACK / snd ACK\"| ESTABLISHED\n")
                .doesNotContain("==>");
        assertThat(mermaid.lines().filter(line -> line.contains("-->"))).hasSize(21);
        assertThat(StateDiagram.plain().graphviz().lines().filter(line -> line.contains("->"))).hasSize(21)
                .allMatch(line -> line.contains("color=gray"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void states_scenario_marksExactlyTheEdgesThatItWalks(Scenario scenario) {
        List<String> marked = StateDiagram.of(scenario).mermaid().lines().filter(line -> line.contains("==>"))
                .map(line -> line.replaceAll(".*\\|\"([A-Z0-9]+) .*", "$1"))
                .filter(edge -> !edge.contains("CRASH"))
                .toList();

        assertThat(marked)
                .containsExactlyInAnyOrderElementsOf(scenario.edges().stream().map(Edge::name).toList());
        assertThat(StateDiagram.of(scenario).graphviz().lines().filter(line -> line.contains("penwidth=3")))
                .hasSize((int) StateDiagram.of(scenario).mermaid().lines()
                        .filter(line -> line.contains("==>")).count());
    }

    @Test
    void states_scenario_saysWhoWalked() {
        StateDiagram diagram = StateDiagram
                .of(TcpScenarios.builtIn().get("simultaneous-close", TcpProfile.RFC));

        assertThat(diagram.mermaid()).contains("E1 passive OPEN / create TCB<br/>server\"")
                .contains("E15 rcv FIN / snd ACK<br/>both sides\"");
        assertThat(diagram.graphviz())
                .contains("FIN_WAIT_1 -> CLOSING [label=\"E15 rcv FIN / snd ACK\\nboth sides\"");
    }

    @Test
    void states_crash_isDrawnWithoutAnEdge() {
        assertThat(StateDiagram.of(TcpScenarios.builtIn().get("server-restart", TcpProfile.RFC)).mermaid())
                .contains("ESTABLISHED ==>|\"CRASH<br/>server\"| CLOSED");
    }
}
