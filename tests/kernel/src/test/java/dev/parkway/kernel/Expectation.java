package dev.parkway.kernel;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which events the kernel shows if it does what a scenario's scripts say, and in which orders. */
final class Expectation {

    private final Map<Side, List<Transition>> shown = new EnumMap<>(Side.class);

    Expectation(Scenario scenario, Set<Difference> differences) {
        for (Side side : Side.values()) {
            shown.put(side, Difference.shown(scenario.script(side).transitions(), differences));
        }
    }

    /** How many events are expected of both sides together. */
    int size() {
        return shown.values().stream().mapToInt(List::size).sum();
    }

    /** What is wrong with these events, all of it; nothing if they are what is expected. */
    List<String> complaints(List<KernelEvent> events) {
        List<String> complaints = new ArrayList<>();
        for (Side side : Side.values()) {
            complaints.addAll(complaintsOf(side, events));
        }
        // Without its states right there is no telling which event is which.
        return complaints.isEmpty() ? outOfOrder(events) : complaints;
    }

    private List<String> complaintsOf(Side side, List<KernelEvent> events) {
        List<Transition> expected = shownBy(side);
        List<KernelEvent> seen = events.stream().filter(event -> event.side() == side).toList();
        boolean same = seen.size() == expected.size();
        for (int i = 0; same && i < seen.size(); i++) {
            same = seen.get(i).is(expected.get(i));
        }
        return same ? List.of() : List.of("expected " + expected + ", the kernel showed " + seen);
    }

    private List<String> outOfOrder(List<KernelEvent> events) {
        List<Transition> order = inOrderOf(events);
        List<String> complaints = new ArrayList<>();
        for (int later = 1; later < order.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                Transition first = order.get(earlier);
                Transition second = order.get(later);
                // Of one side they are in order already.
                if (first.side() != second.side() && second.happensBefore(first)) {
                    complaints.add("the kernel showed [" + first + "] before [" + second + "]");
                }
            }
        }
        return complaints;
    }

    /** The transitions that the events stand for, in the events' order across both sides. */
    List<Transition> inOrderOf(List<KernelEvent> events) {
        Map<Side, Integer> next = new EnumMap<>(Side.class);
        List<Transition> order = new ArrayList<>();
        for (KernelEvent event : events) {
            int count = next.merge(event.side(), 1, Integer::sum);
            order.add(shownBy(event.side()).get(count - 1));
        }
        return order;
    }

    private List<Transition> shownBy(Side side) {
        return shown.getOrDefault(side, List.of());
    }
}
