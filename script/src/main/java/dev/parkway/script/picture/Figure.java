package dev.parkway.script.picture;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection's ladder as rows and columns, for whoever draws it in a way of its own. A row is below another if
 * what stands there happened after it, or if there was no better place; rows tell nothing of time.
 *
 * @param rows how many rows there are
 * @param boxes the states that were entered
 * @param arrows the tokens that were given or taken
 */
public record Figure(int rows, List<Box> boxes, List<Arrow> arrows) {

    /** How many rows a box takes. */
    public static final int BOX_ROWS = Layout.BOX_ROWS;

    /**
     * A state that a side entered.
     *
     * @param side whose
     * @param ordinal the record's place among that side's, from 1
     * @param row its first row, from 0
     */
    public record Box(Side side, int ordinal, int row) {}

    /**
     * A token.
     *
     * @param giver who gave it
     * @param token its place among those that the side gave, from 1
     * @param label what it stands for, as in {@code SYN+ACK}
     * @param givenRow where it leaves; -1 if nobody recorded that
     * @param takenRow where it arrives; -1 if it was not taken
     */
    public record Arrow(Side giver, int token, String label, int givenRow, int takenRow) {}

    /** Copies the lists. */
    public Figure {
        boxes = List.copyOf(boxes);
        arrows = List.copyOf(arrows);
    }

    /**
     * Lays out what two sides recorded.
     *
     * @param scenario the scenario that they ran
     * @param client the client's records; none if nothing is known of it
     * @param server the server's records; none if nothing is known of it
     * @return the figure
     */
    public static Figure of(Scenario scenario, List<Transition> client, List<Transition> server) {
        Layout layout = new Layout(new Lifelines(scenario, client, server));
        List<Box> boxes = new ArrayList<>();
        List<Arrow> arrows = new ArrayList<>();
        for (Side side : Side.values()) {
            layout.boxes(side)
                    .forEach(box -> boxes.add(new Box(side, box.entered().record().ordinal(), box.row())));
            layout.arrows(side).forEach(arrow -> arrows.add(new Arrow(side, arrow.token(),
                    Plain.text(layout.label(arrow)), arrow.givenRow(), arrow.takenRow())));
        }
        return new Figure(layout.rows(), boxes, arrows);
    }
}
