package dev.parkway.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults at chosen crossings and nowhere else; one that is for attaches waits for the next of them. */
final class Boundaries implements Faults {

    private final Map<Long, Fault> faults;
    private final Deque<Fault> waiting = new ArrayDeque<>();
    private final AtomicInteger met = new AtomicInteger();

    Boundaries(Map<Long, Fault> faults) {
        this.faults = new TreeMap<>(faults);
    }

    @Override
    public Fault at(long number, Crossing crossing) {
        Fault fault = faults.getOrDefault(number, Fault.none());
        if (fault instanceof Fault.Delay || fault instanceof Fault.Duplicate) {
            waiting.add(fault);
            fault = Fault.none();
        }
        if (fault instanceof Fault.None && crossing == Crossing.ATTACH && !waiting.isEmpty()) {
            fault = waiting.remove();
        }
        if (!(fault instanceof Fault.None)) {
            met.incrementAndGet();
        }
        return fault;
    }

    /** How many of them the run came to. */
    int met() {
        return met.get();
    }

    @Override
    public String toString() {
        return "faults " + faults;
    }
}
