package dev.parkway.junit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks for threads that wait for each other in a circle, or for one that has ended. Finds none that is not: somebody
 * who is not known to wait may still come by.
 *
 * @param waiting those who wait
 * @param missing for which points each of them waits
 * @param parties what is known of those who are to pass them
 */
record Deadlock(List<Visit> waiting, Function<Visit, List<Point>> missing, Parties parties) {

    /** Returns who waits for whom where; empty if there is hope for everybody. */
    Optional<String> find() {
        // At first nobody has hope; then whoever waits for those alone who may come has.
        Set<Visit> stuck = new LinkedHashSet<>(waiting);
        while (stuck.removeIf(
                visit -> missing.apply(visit).stream().noneMatch(point -> isHopeless(point, stuck)))) {
            // Somebody may come because of that one.
        }
        return stuck.isEmpty() ? Optional.empty() : Optional.of(story(stuck));
    }

    private boolean isHopeless(Point point, Set<Visit> stuck) {
        if (parties.hasEnded(point.party())) {
            return true;
        }
        Visit there = visit(point.party(), stuck);
        return there != null && parties.isOneThread(point.party());
    }

    private static @Nullable Visit visit(String party, Set<Visit> among) {
        return among.stream().filter(visit -> visit.party().equals(party)).findFirst().orElse(null);
    }

    /** Goes from one who is stuck to the one it waits for, until that is somebody met before or one who has ended. */
    private String story(Set<Visit> stuck) {
        List<Visit> met = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        Visit next = stuck.iterator().next();
        while (next != null && !met.contains(next)) {
            met.add(next);
            Point point = missing.apply(next).stream().filter(each -> isHopeless(each, stuck)).findFirst()
                    .orElseThrow();
            sentences.add(next + wants(List.of(point)));
            if (parties.hasEnded(point.party())) {
                return "nobody will come: " + String.join(", ", sentences) + ", which has ended";
            }
            next = visit(point.party(), stuck);
        }
        // Those met before the circle begins wait for it, but are not part of it.
        return "deadlock: " + String.join(", ", sentences.subList(met.indexOf(next), sentences.size()));
    }

    /** Says for whom somebody waits, as in {@code for bob to pass written}. */
    static String wants(List<Point> points) {
        return " for " + String.join(" and for ", points.stream()
                .map(point -> (point.party().equals(Parties.ANYBODY) ? "anybody" : point.party())
                        + " to pass "
                        + point.name())
                .toList());
    }
}
