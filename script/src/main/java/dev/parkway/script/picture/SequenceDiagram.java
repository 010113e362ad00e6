package dev.parkway.script.picture;

import dev.parkway.script.Cause;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws a connection as a Mermaid sequence diagram. Mermaid knows no arrow that takes its time; where tokens cross,
 * one is noted when it is given and drawn, dashed, when it is taken.
 */
public final class SequenceDiagram {

    /** A line of the diagram and the row in which the ladder would have it. */
    private record Line(int row, String text) {}

    private SequenceDiagram() {}

    /**
     * Draws a whole run of a scenario.
     *
     * @param scenario the scenario
     * @return the diagram's source
     */
    public static String of(Scenario scenario) {
        return of(scenario, scenario.client().transitions(), scenario.server().transitions());
    }

    /**
     * Draws what two sides recorded.
     *
     * @param scenario the scenario that they ran
     * @param client the client's records; none if nothing is known of it
     * @param server the server's records; none if nothing is known of it
     * @return the diagram's source
     */
    public static String of(Scenario scenario, List<Transition> client, List<Transition> server) {
        Layout layout = new Layout(new Lifelines(scenario, client, server));
        List<Line> lines = new ArrayList<>();
        for (Side side : Side.values()) {
            layout.arrows(side).forEach(arrow -> draw(layout, arrow, lines));
        }
        for (Side side : Side.values()) {
            layout.boxes(side)
                    .forEach(box -> lines.add(new Line(box.row(), note(side, box.entered().record()))));
        }
        lines.sort(Comparator.comparingInt(Line::row));
        StringBuilder text = new StringBuilder("sequenceDiagram\n");
        for (Side side : Side.values()) {
            text.append("    participant ").append(letter(side)).append(" as ")
                    .append(Plain.heading(scenario.protocol(), side)).append('\n');
        }
        lines.forEach(line -> text.append("    ").append(line.text()).append('\n'));
        return text.toString();
    }

    private static String note(Side side, Transition record) {
        Cause cause = record.cause();
        String why = cause == null || cause instanceof Cause.Received ? "" : "<br/>" + Plain.label(cause);
        return "Note over " + letter(side) + ": " + record.to() + why;
    }

    private static void draw(Layout layout, Layout.Arrow arrow, List<Line> lines) {
        String label = Plain.label(layout.label(arrow));
        String giver = letter(arrow.giver());
        String taker = letter(arrow.giver().other());
        if (arrow.straight()) {
            lines.add(new Line(arrow.givenRow(), giver + "->>" + taker + ": " + label));
            return;
        }
        if (arrow.givenRow() >= 0) {
            String fate = arrow.takenRow() >= 0 ? " leaves" : " is not taken";
            lines.add(new Line(arrow.givenRow(), "Note over " + giver + ": " + label + fate));
        }
        if (arrow.takenRow() >= 0) {
            lines.add(new Line(arrow.takenRow(), giver + "-->>" + taker + ": " + label));
        }
    }

    private static String letter(Side side) {
        return side == Side.CLIENT ? "C" : "S";
    }
}
