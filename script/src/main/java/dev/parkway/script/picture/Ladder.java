package dev.parkway.script.picture;

import dev.parkway.script.Cause;
import dev.parkway.script.Protocol;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.util.List;

/**
 * Draws a connection as a ladder: two lifelines with the states in boxes, and an arrow for each token with the
 * name of what it stands for. What is lower on one side happened later; between the sides only the
 * arrows tell.
 */
public final class Ladder {

    private static final int WIDTH = 81;
    private static final int CLIENT = 24;
    private static final int SERVER = 56;
    private static final int MIDDLE = (CLIENT + SERVER) / 2;
    private static final int BOX = 15;
    private static final int MARGIN = 16;
    private static final int LANES = 3;
    private static final int HEADER = 1;

    private final Protocol protocol;
    private final Layout layout;
    private final Canvas canvas;

    private Ladder(Protocol protocol, Layout layout) {
        this.protocol = protocol;
        this.layout = layout;
        this.canvas = new Canvas(WIDTH, HEADER + layout.rows());
    }

    /**
     * Draws a whole run of a scenario.
     *
     * @param scenario the scenario
     * @return lines of at most 81 characters
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
     * @return lines of at most 81 characters
     */
    public static String of(Scenario scenario, List<Transition> client, List<Transition> server) {
        return new Ladder(scenario.protocol(), new Layout(new Lifelines(scenario, client, server))).draw();
    }

    private String draw() {
        for (Side side : Side.values()) {
            lifeline(side);
        }
        for (Side side : Side.values()) {
            layout.arrows(side).stream().filter(Layout.Arrow::straight).forEach(this::straight);
        }
        int lane = 0;
        for (Side side : Side.values()) {
            for (Layout.Arrow arrow : layout.arrows(side)) {
                if (arrow.givenRow() < 0 || arrow.takenRow() < 0) {
                    half(arrow);
                } else if (!arrow.straight()) {
                    bent(arrow, lane++ % LANES);
                }
            }
        }
        return canvas.toString();
    }

    private void lifeline(Side side) {
        String name = Plain.heading(protocol, side);
        canvas.write(0, column(side) - name.length() / 2, name);
        List<Layout.Box> boxes = layout.boxes(side);
        if (boxes.isEmpty()) {
            return;
        }
        int last = boxes.getLast().row() + HEADER;
        for (Layout.Arrow arrow : layout.arrows(side)) {
            last = Math.max(last, arrow.givenRow() + HEADER);
        }
        for (Layout.Arrow arrow : layout.arrows(side.other())) {
            last = Math.max(last, arrow.takenRow() + HEADER);
        }
        canvas.vertical(column(side), boxes.getFirst().row() + HEADER, last);
        for (Layout.Box box : boxes) {
            box(side, box, box.row() + HEADER, last);
        }
    }

    private void box(Side side, Layout.Box box, int row, int last) {
        Transition record = box.entered().record();
        int left = column(side) - BOX / 2;
        String name = record.to().toString();
        int before = (BOX - 2 - name.length()) / 2;
        int after = BOX - 2 - name.length() - before;
        String edge = "─".repeat(BOX / 2 - 1);
        canvas.write(row, left, "┌" + edge + (record.ordinal() == 1 ? "─" : "┴") + edge + "┐");
        canvas.write(row + 1, left, "│" + " ".repeat(before) + name + " ".repeat(after) + "│");
        canvas.write(row + 2, left, "└" + edge + (row + 2 < last ? "┬" : "─") + edge + "┘");
        Cause cause = record.cause();
        if (cause != null && !(cause instanceof Cause.Received)) {
            String why = Plain.text(cause);
            why = why.length() <= MARGIN ? why : why.substring(0, MARGIN - 1) + "…";
            canvas.write(row + 1, side == Side.CLIENT ? left - 1 - why.length() : left + BOX + 1, why);
        }
    }

    private void straight(Layout.Arrow arrow) {
        int row = arrow.givenRow() + HEADER;
        canvas.horizontal(row, CLIENT + 1, SERVER - 1);
        label(row, arrow);
        leave(row, arrow.giver());
        arrive(row, arrow.giver().other());
    }

    /** An arrow that takes its time: across to a lane, along it, and on. */
    private void bent(Layout.Arrow arrow, int lane) {
        Side giver = arrow.giver();
        int from = arrow.givenRow() + HEADER;
        int to = arrow.takenRow() + HEADER;
        int column = giver == Side.CLIENT ? SERVER - BOX / 2 - 2 - lane : CLIENT + BOX / 2 + 2 + lane;
        boolean down = from < to;
        canvas.horizontal(from, column(giver) + inwards(giver), column);
        canvas.horizontal(to, column(giver.other()) + inwards(giver.other()), column);
        canvas.vertical(column, Math.min(from, to) + 1, Math.max(from, to) - 1);
        canvas.put(from, column, giver == Side.CLIENT ? (down ? '┐' : '┘') : (down ? '┌' : '└'));
        canvas.put(to, column, giver == Side.CLIENT ? (down ? '└' : '┌') : (down ? '┘' : '┐'));
        label(from, arrow);
        leave(from, giver);
        arrive(to, giver.other());
    }

    /** A token that was given and not taken, or the other way round. */
    private void half(Layout.Arrow arrow) {
        boolean given = arrow.givenRow() >= 0;
        Side side = given ? arrow.giver() : arrow.giver().other();
        int row = (given ? arrow.givenRow() : arrow.takenRow()) + HEADER;
        int end = side == Side.CLIENT ? MIDDLE + BOX / 2 : MIDDLE - BOX / 2;
        canvas.horizontal(row, column(side) + inwards(side), end);
        canvas.put(row, end, '╳');
        label(row, arrow);
        if (given) {
            leave(row, side);
        } else {
            arrive(row, side);
        }
    }

    private void label(int row, Layout.Arrow arrow) {
        String label = " " + layout.label(arrow) + " ";
        canvas.write(row, MIDDLE - label.length() / 2, label);
    }

    private void leave(int row, Side side) {
        canvas.put(row, column(side), side == Side.CLIENT ? '├' : '┤');
    }

    private void arrive(int row, Side side) {
        canvas.put(row, column(side) + inwards(side), side == Side.CLIENT ? '◄' : '►');
    }

    private static int column(Side side) {
        return side == Side.CLIENT ? CLIENT : SERVER;
    }

    private static int inwards(Side side) {
        return side == Side.CLIENT ? 1 : -1;
    }
}
