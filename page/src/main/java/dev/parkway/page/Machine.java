package dev.parkway.page;

import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.util.Arrays;
import java.util.List;

/**
 * RFC 9293's state diagram for a browser, from the very table that scripts and traces are checked against.
 *
 * @param states the states
 * @param edges the edges
 */
record Machine(List<State> states, List<Arrow> edges) {

    /** A state and what it means. */
    record State(String name, String meaning) {}

    /** An edge; the figure draws some always, and others only when they were walked. */
    record Arrow(String name, List<String> from, String to, String text, String section, boolean drawn) {}

    static Machine ofTheTable() {
        return new Machine(
                Arrays.stream(TcpState.values()).map(state -> new State(state.name(), state.meaning()))
                        .toList(),
                Arrays.stream(TcpEdge.values())
                        .map(edge -> new Arrow(edge.name(), edge.from().stream().map(TcpState::name).toList(),
                                edge.to().name(), edge.text(), edge.section(),
                                // Note 2 of the figure adds this one.
                                edge.drawn() || edge == TcpEdge.X1))
                        .toList());
    }
}
