package dev.parkway.junit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which points come before which; what is not said is free. Not for several threads at once. */
final class Order {

    private final Map<Point, Set<Point>> before = new LinkedHashMap<>();

    /** Says that each of these points comes before the next; refuses what would make a circle. */
    void chain(List<Point> points) {
        for (int i = 0; i < points.size(); i++) {
            Point next = points.get(i);
            before.computeIfAbsent(next, _ -> new LinkedHashSet<>());
            if (i > 0) {
                Point previous = points.get(i - 1);
                List<Point> circle = path(next, previous);
                if (!circle.isEmpty()) {
                    throw new IllegalArgumentException(
                            "the order has a circle: " + arrows(circle) + " -> " + next);
                }
                before.getOrDefault(next, Set.of()).add(previous);
            }
        }
    }

    /** The points from one to another along the order; empty if it does not lead there. */
    private List<Point> path(Point from, Point to) {
        if (from.equals(to)) {
            return List.of(from);
        }
        for (Point last : before.getOrDefault(to, Set.of())) {
            List<Point> path = path(from, last);
            if (!path.isEmpty()) {
                List<Point> longer = new ArrayList<>(path);
                longer.add(to);
                return longer;
            }
        }
        return List.of();
    }

    /** The points that come directly before this one. */
    Set<Point> before(Point point) {
        return before.getOrDefault(point, Set.of());
    }

    /** All points that were named. */
    Set<Point> points() {
        return before.keySet();
    }

    static String arrows(List<Point> points) {
        return String.join(" -> ", points.stream().map(Point::toString).toList());
    }
}
