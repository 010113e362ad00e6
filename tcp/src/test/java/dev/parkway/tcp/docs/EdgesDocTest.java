package dev.parkway.tcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EdgesDocTest {

    /** Why no built-in scenario walks an edge; each is walked by a script of ScriptTest's instead. */
    private static final Map<Edge, String> NOT_WALKED = Map.of(
            TcpEdge.X2, "E5 but for the call; ScriptTest walks it",
            TcpEdge.X4, "needs a reset in the middle of a simultaneous open; ScriptTest walks it",
            TcpEdge.X5, "needs a second SYN in the middle of a handshake; ScriptTest walks it",
            TcpEdge.X7, "needs a reset after both sides have closed; ScriptTest walks it",
            TcpEdge.X8, "an abort that no peer hears of; ScriptTest walks it",
            TcpEdge.X10, "an abort after both sides have closed; ScriptTest walks it");

    private static final String HEAD = """
            # Edges

            Written by a test from the table `TcpEdge`; it fails when this page is stale. E1 to E20 are the arrows of
            RFC 9293's Figure 5, X1 to X11 stand in its notes and in the text.

            The table is the one place where edges are implemented. Scripts are held to it when they are loaded
            (`ScriptReader`), records when they are checked (`SideCheck`), diagrams are drawn from it (`StateDiagram`).
            `EdgeTest` holds E1 to E20 to Figure 5, arrow by arrow, and shows that no move fits two edges.

            | edge | from | to | event / action | causes | section | walked by |
            |---|---|---|---|---|---|---|
            """;

    private static final String TAIL = """

            X11 takes the end of any wait besides its named cause: deadline passed, peer gone, session lost and so on.

            ## Where the RFC leaves a choice or contradicts itself

            - A reset takes SYN_SENT to CLOSED (3.5.3, 3.10.7.3), not back to LISTEN, as 3.5 says in passing.
            - The sender of a reset goes to CLOSED (3.10.5). Note 3 and 3.5.2 would have it in TIME_WAIT.
            - SYN_RCVD remembers whether it was reached by a passive or by an active OPEN (MUST-11): E9 and X5 need the
              first, X4 the second. An open from LISTEN by SEND or active OPEN counts as active.
            - A SYN,ACK completes a simultaneous open, as Figure 7 shows; by the order of checks in 3.10.7.4 its SYN would
              be answered before its ACK was looked at. Only an active origin can meet it, so E10 takes it there alone.
            - `FIN+ACK` stands for a FIN that acknowledges the peer's FIN, so E15 does not take it and X1 takes nothing else.
            - E19 deletes the TCB by the text (3.10.7.4); the figure's arrow says nothing of it.

            ## What the text has besides, and is not modelled

            - A FIN in SYN_RCVD leads to CLOSE_WAIT (3.10.7.4, eighth step). Its ACK has moved the side to ESTABLISHED by
              then, so it is walked as E10 and E13.
            - A SYN in a synchronised state is answered by an ACK and moves nothing, as RFC 5961 and 3.10.7.4 recommend;
              `client-restart` shows it. The older way, a reset and CLOSED, is not there.
            - A SYN may reopen a connection in TIME_WAIT (MAY-2), and a repeated FIN restarts its timer.
            - Security levels that differ (3.10.7.4, third step) and hard ICMP errors (3.9.2.2).
            - Sequence numbers, data, windows, and so whether a segment is acceptable: a label says it instead, as `dup`
              and `bad` do.
            """;

    @Test
    void page_edges_isUpToDate() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (TcpEdge edge : TcpEdge.values()) {
            String from = edge.from().size() == TcpState.values().length ? "any"
                    : edge.from().stream().map(TcpState::name).collect(Collectors.joining(", "));
            page.append("| ").append(edge).append(" | ").append(from).append(" | ").append(edge.to())
                    .append(" | ")
                    .append(edge.text()).append(" | ")
                    .append(edge.causes().stream().map(Cause::toString).collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(edge.section()).append(" | ").append(walkers(edge)).append(" |\n");
        }
        Document.check("edges.md", page.append(TAIL).toString());
    }

    private static String walkers(TcpEdge edge) {
        List<String> names = TcpScenarios.builtIn().all().stream()
                .filter(scenario -> scenario.edges().contains(edge))
                .map(Scenario::name).distinct().toList();
        assertThat(names.isEmpty()).as("%s is walked or has a reason", edge)
                .isEqualTo(NOT_WALKED.containsKey(edge));
        if (names.isEmpty()) {
            return "no scenario: " + NOT_WALKED.get(edge);
        }
        return names.size() <= 3 ? String.join(", ", names)
                : String.join(", ", names.subList(0, 2)) + " and " + (names.size() - 2) + " more";
    }
}
