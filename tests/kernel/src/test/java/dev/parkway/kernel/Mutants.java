package dev.parkway.kernel;

import dev.parkway.tcp.TcpState;
import java.util.ArrayList;
import java.util.List;

/** What the kernel did not show: its events with one of them lost, doubled, or another state in it. */
final class Mutants {

    private Mutants() {}

    static List<List<KernelEvent>> at(int index, List<KernelEvent> events) {
        KernelEvent event = events.get(index);
        List<List<KernelEvent>> mutants = new ArrayList<>();
        mutants.add(with(index, events, List.of()));
        mutants.add(with(index, events, List.of(event, event)));
        mutants.add(with(index, events, List.of(new KernelEvent(event.side().other(), event.from(),
                event.to()))));
        for (TcpState state : TcpState.values()) {
            if (state != event.to()) {
                mutants.add(with(index, events, List.of(new KernelEvent(event.side(), event.from(), state))));
            }
            if (state != event.from()) {
                mutants.add(with(index, events, List.of(new KernelEvent(event.side(), state, event.to()))));
            }
        }
        return mutants;
    }

    private static List<KernelEvent> with(int index, List<KernelEvent> events, List<KernelEvent> instead) {
        List<KernelEvent> changed = new ArrayList<>(events);
        changed.remove(index);
        changed.addAll(index, instead);
        return changed;
    }
}
