package dev.parkway.tcp.docs;

import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.check.CausalOrder;
import dev.parkway.script.picture.Ladder;
import dev.parkway.script.picture.SequenceDiagram;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.picture.StateDiagram;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScenariosDocTest {

    private static final String HEAD = """
            # Scenarios

            Written by a test from the scenarios' own data; it fails when this page is stale.

            A script is what one side does, in order. A state's name enters that state. `SYN!` gives the peer a token,
            `SYN?` waits for one; the word says which segment the token stands for and is not sent. A state's cause is
            the token just taken, or else the user's call: OPEN or CLOSE, unless `(ABORT)`, `(SEND)` or `(timeout)`
            says otherwise. `(stay)`: the token just taken causes no move. `[E5]` names the edge where several would
            do. `turn` is a token with no segment behind it, `2MSL` lets that time pass, `CRASH` loses the side's
            state. A side that never hears of the connection has no script, `-`. A file of your own looks like this:

            ```
            scenario: my-own                # lower case letters, digits and dashes
            profile: rfc                    # or lockstep, which may use turns; rfc if left out
            title: What happens             # may be left out, as may figures
            client: CLOSED SYN_SENT SYN!    # goes on in lines that are indented
                    RST+ACK? CLOSED
            server: CLOSED SYN? RST+ACK!
            ```

            It is refused, with line and reason, if RFC 9293 does not have an edge that it uses, if the tokens that one
            side gives are not those that the other takes, or if the two sides can wait for each other.

            In the ladders what is lower on a side happened later there; between the sides only the arrows tell. Causes
            that are no segment stand beside the boxes. *Orders* is the number of sequences in which an onlooker may see
            both sides' states: whatever the tokens leave open may come either way. Sequence numbers, data and windows
            are not modelled.

            """;

    @Test
    void page_scenarios_isUpToDate() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(
                "| scenario | profile | what happens | RFC figures | edges | orders |\n|---|---|---|---|---|---|\n");
        for (Scenario scenario : TcpScenarios.builtIn().all()) {
            page.append("| [").append(scenario.name()).append("](#").append(anchor(scenario)).append(") | ")
                    .append(scenario.profile()).append(" | ").append(scenario.title()).append(" | ")
                    .append(scenario.figures()).append(" | ").append(edges(scenario)).append(" | ")
                    .append(CausalOrder.of(scenario).extensions()).append(" |\n");
        }
        TcpScenarios.builtIn().all().forEach(scenario -> describe(scenario, page));
        Document.check("scenarios.md", page.toString());
    }

    private static void describe(Scenario scenario, StringBuilder page) {
        page.append("\n## ").append(scenario.name()).append(", ").append(scenario.profile()).append("\n\n")
                .append(scenario.title()).append(".\n\n```\nclient: ").append(scenario.client())
                .append("\nserver: ")
                .append(scenario.server()).append("\n```\n\n```\n").append(Ladder.of(scenario))
                .append("```\n");
        if (scenario == TcpScenarios.builtIn().all().getFirst()) {
            page.append("\nThe same as a sequence diagram, and in the state diagram:\n\n```mermaid\n")
                    .append(SequenceDiagram.of(scenario)).append("```\n\n```mermaid\n")
                    .append(StateDiagram.of(scenario).mermaid()).append("```\n");
        }
    }

    private static String anchor(Scenario scenario) {
        return scenario.name() + "-" + scenario.profile();
    }

    private static String edges(Scenario scenario) {
        List<String> names = scenario.edges().stream().map(Edge::name).toList();
        return names.stream().collect(Collectors.joining(" "));
    }
}
