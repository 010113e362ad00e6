package dev.parkway.tcp.picture;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.State;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws the state diagram from the table of edges: those of Figure 5, the one that its note 2 adds, and whatever
 * else was walked. Edges that were walked are thick and say by whom.
 */
public final class StateDiagram {

    /** An arrow of the diagram; a crash has no edge. */
    private record Arrow(State from, State to, @Nullable Edge edge) {}

    private final Map<Arrow, Set<Side>> arrows = new LinkedHashMap<>();

    private StateDiagram() {
        for (TcpEdge edge : TcpEdge.values()) {
            if (edge.drawn() || edge == TcpEdge.X1) {
                edge.from().forEach(
                        from -> arrows.put(new Arrow(from, edge.to(), edge), EnumSet.noneOf(Side.class)));
            }
        }
    }

    /** {@return the diagram with no edge marked} */
    public static StateDiagram plain() {
        return new StateDiagram();
    }

    /**
     * Marks the edges that a scenario walks.
     *
     * @param scenario the scenario
     * @return the diagram
     */
    public static StateDiagram of(Scenario scenario) {
        return of(scenario.client().transitions(), scenario.server().transitions());
    }

    /**
     * Marks the edges that two sides walked.
     *
     * @param client the client's records
     * @param server the server's records
     * @return the diagram
     */
    public static StateDiagram of(List<Transition> client, List<Transition> server) {
        StateDiagram diagram = new StateDiagram();
        client.forEach(diagram::mark);
        server.forEach(diagram::mark);
        return diagram;
    }

    private void mark(Transition record) {
        State from = record.from();
        if (from != null) {
            arrows.computeIfAbsent(new Arrow(from, record.to(), record.edge()),
                    _ -> EnumSet.noneOf(Side.class))
                    .add(record.side());
        }
    }

    /** {@return the diagram as a Mermaid flow chart} */
    public String mermaid() {
        StringBuilder text = new StringBuilder("flowchart TD\n");
        for (TcpState state : TcpState.values()) {
            text.append("    ").append(state).append('\n');
        }
        arrows.forEach((arrow, sides) -> text.append("    ").append(arrow.from())
                .append(sides.isEmpty() ? " -->" : " ==>")
                .append("|\"").append(label(arrow, sides, "<br/>")).append("\"| ").append(arrow.to())
                .append('\n'));
        return text.toString();
    }

    /** {@return the diagram in Graphviz's language} */
    public String graphviz() {
        StringBuilder text = new StringBuilder("digraph tcp {\n    node [shape=box];\n");
        for (TcpState state : TcpState.values()) {
            text.append("    ").append(state).append(";\n");
        }
        arrows.forEach(
                (arrow, sides) -> text.append("    ").append(arrow.from()).append(" -> ").append(arrow.to())
                        .append(" [label=\"").append(label(arrow, sides, "\\n")).append('"')
                        .append(sides.isEmpty() ? ", color=gray" : ", penwidth=3").append("];\n"));
        return text.append("}\n").toString();
    }

    private static String label(Arrow arrow, Set<Side> sides, String newLine) {
        Edge edge = arrow.edge();
        String what = edge == null ? Cause.CRASH.toString() : edge + " " + edge.text();
        if (sides.isEmpty()) {
            return what;
        }
        return what + newLine + (sides.size() == 2 ? "both sides" : sides.iterator().next().toString());
    }
}
