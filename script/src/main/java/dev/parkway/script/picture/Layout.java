package dev.parkway.script.picture;

import dev.parkway.script.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In which row of a picture each happening stands. Rows keep the causal order and nothing else: a token is taken
 * below the row in which it was given, or in the same one if that is possible, which makes its arrow straight. Of
 * tokens that cross, one goes straight and the other takes its time.
 */
final class Layout {

    /** A token that was given or taken; the row is -1 for what did not happen. */
    record Arrow(Side giver, int token, int givenRow, int takenRow) {

        boolean straight() {
            return givenRow == takenRow;
        }

        boolean meets(Arrow other) {
            return givenRow == other.givenRow || givenRow == other.takenRow || takenRow == other.takenRow;
        }
    }

    /** A state entered. */
    record Box(Happening.Entered entered, int row) {}

    static final int BOX_ROWS = 3;
    private static final int NOWHERE = -1;
    private static final int MOST_MOVES = 100;

    /** One happening and where it stands. */
    private static final class Node {

        private final Happening happening;
        private int row;
        /** The next on the same side. */
        private @Nullable Node next;
        /** The one of which it is an end. */
        private @Nullable Link link;

        Node(Happening happening) {
            this.happening = happening;
        }

        int rows() {
            return happening instanceof Happening.Entered ? BOX_ROWS : 1;
        }
    }

    /** How the rows of a token's two ends hang together. */
    private enum Bond {
        NONE, BELOW, SAME_ROW
    }

    /** A token's two ends. */
    private static final class Link {

        private final Node given;
        private final Node taken;
        private Bond bond = Bond.NONE;

        Link(Node given, Node taken) {
            this.given = given;
            this.taken = taken;
            given.link = this;
            taken.link = this;
        }
    }

    private final Lifelines lifelines;
    private final Map<Side, List<Node>> nodes = new EnumMap<>(Side.class);
    private final Map<Side, List<Link>> links = new EnumMap<>(Side.class);

    Layout(Lifelines lifelines) {
        this.lifelines = lifelines;
        for (Side side : Side.values()) {
            List<Node> line = lifelines.of(side).stream().map(Node::new).toList();
            for (int i = 1; i < line.size(); i++) {
                line.get(i - 1).next = line.get(i);
            }
            nodes.put(side, line);
        }
        for (Side side : Side.values()) {
            List<Node> given = tokens(side, Happening.Given.class);
            List<Node> taken = tokens(side.other(), Happening.Taken.class);
            List<Link> between = new ArrayList<>();
            for (int i = 0; i < Math.min(given.size(), taken.size()); i++) {
                between.add(new Link(given.get(i), taken.get(i)));
            }
            links.put(side, between);
        }
        settle(all());
        // Records that break happens-before may go in a circle; the arrow that closes it is drawn upwards.
        bind(Bond.BELOW);
        bind(Bond.SAME_ROW);
        // While bonds were tried things have moved further down than they need to: once more from the top.
        all().forEach(node -> node.row = 0);
        settle(all());
        for (int i = 0; i < MOST_MOVES && separate(); i++) {
            // Until they are apart.
        }
    }

    private List<Node> all() {
        return Stream.of(Side.values()).flatMap(side -> of(nodes, side).stream()).toList();
    }

    /** Binds every token so, unless that makes the order go in a circle. */
    private void bind(Bond bond) {
        for (Side side : Side.values()) {
            for (Link link : of(links, side)) {
                Bond before = link.bond;
                if (before == Bond.NONE && bond == Bond.SAME_ROW) {
                    continue;
                }
                List<Node> all = all();
                int[] rows = all.stream().mapToInt(node -> node.row).toArray();
                link.bond = bond;
                if (!settle(link)) {
                    link.bond = before;
                    for (int i = 0; i < rows.length; i++) {
                        all.get(i).row = rows[i];
                    }
                }
            }
        }
    }

    List<Box> boxes(Side side) {
        return of(nodes, side).stream().filter(node -> node.happening instanceof Happening.Entered)
                .map(node -> new Box((Happening.Entered) node.happening, node.row)).toList();
    }

    List<Arrow> arrows(Side giver) {
        List<Node> given = tokens(giver, Happening.Given.class);
        List<Node> taken = tokens(giver.other(), Happening.Taken.class);
        List<Arrow> arrows = new ArrayList<>();
        for (int i = 0; i < Math.max(given.size(), taken.size()); i++) {
            arrows.add(new Arrow(giver, i + 1, i < given.size() ? given.get(i).row : NOWHERE,
                    i < taken.size() ? taken.get(i).row : NOWHERE));
        }
        return arrows;
    }

    String label(Arrow arrow) {
        return lifelines.label(arrow.giver(), arrow.token());
    }

    int rows() {
        int rows = 0;
        for (Side side : Side.values()) {
            for (Node node : of(nodes, side)) {
                rows = Math.max(rows, node.row + node.rows());
            }
        }
        return rows;
    }

    /** Moves down what a new bond makes move; says false if that would move the bond's own ends on: a circle. */
    private static boolean settle(Link link) {
        boolean straight = link.bond == Bond.SAME_ROW;
        int row = straight ? Math.max(link.given.row, link.taken.row) : link.given.row + 1;
        Deque<Node> moved = new ArrayDeque<>();
        moveDown(link.taken, row, moved);
        if (straight) {
            moveDown(link.given, row, moved);
        }
        int given = link.given.row;
        int taken = link.taken.row;
        while (!moved.isEmpty()) {
            push(moved.remove(), moved);
            if (link.given.row > given || (straight && link.taken.row > taken)) {
                return false;
            }
        }
        return true;
    }

    /** Moves down what must stand below these. */
    private static void settle(List<Node> nodes) {
        Deque<Node> moved = new ArrayDeque<>(nodes);
        while (!moved.isEmpty()) {
            push(moved.remove(), moved);
        }
    }

    private static void push(Node node, Deque<Node> moved) {
        if (node.next != null) {
            moveDown(node.next, node.row + node.rows(), moved);
        }
        Link link = node.link;
        if (link == null || link.bond == Bond.NONE) {
            return;
        }
        if (node.equals(link.given)) {
            moveDown(link.taken, link.bond == Bond.BELOW ? node.row + 1 : node.row, moved);
        } else if (link.bond == Bond.SAME_ROW) {
            moveDown(link.given, node.row, moved);
        }
    }

    /** Two arrows that begin or end in one row would run into each other: the one that is not straight moves on. */
    private boolean separate() {
        List<Arrow> arrows = new ArrayList<>(arrows(Side.CLIENT));
        arrows.addAll(arrows(Side.SERVER));
        for (Arrow first : arrows) {
            for (Arrow second : arrows) {
                if (!first.equals(second) && first.meets(second) && !second.straight()
                        && second.givenRow() != NOWHERE) {
                    Node end = tokens(second.giver(), Happening.Given.class).get(second.token() - 1);
                    end.row++;
                    settle(List.of(end));
                    return true;
                }
            }
        }
        return false;
    }

    private static void moveDown(Node node, int row, Deque<Node> moved) {
        if (node.row < row) {
            node.row = row;
            moved.add(node);
        }
    }

    private List<Node> tokens(Side side, Class<? extends Happening> kind) {
        return of(nodes, side).stream().filter(node -> kind.isInstance(node.happening)).toList();
    }

    private static <T> List<T> of(Map<Side, List<T>> map, Side side) {
        return map.getOrDefault(side, List.of());
    }
}
