package dev.parkway.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a run counts. Any thread may add. */
final class Counts {

    private static final int TOLD = 5;

    final LongAdder connections = new LongAdder();
    final LongAdder sessions = new LongAdder();
    final LongAdder resumed = new LongAdder();
    final LongAdder turns = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder doubled = new LongAdder();
    final LongAdder violations = new LongAdder();
    final LongAdder hung = new LongAdder();
    final LongAdder threadsLeft = new LongAdder();
    final LongAdder sessionsLeft = new LongAdder();

    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    private final long begunNanos = System.nanoTime();

    void fault(Fault fault) {
        if (!(fault instanceof Fault.None)) {
            faults.computeIfAbsent(fault.kind(), _ -> new LongAdder()).increment();
        }
    }

    long faults() {
        return faults.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Notes something that must not be; the first few are told in full. */
    void failed(String what) {
        if (failures.incrementAndGet() <= TOLD) {
            told.add(what);
        }
    }

    /** What must not be: empty if all is well. */
    List<String> failures() {
        return List.copyOf(told);
    }

    /** The counts in one line, those that must be 0 last. */
    String summary() {
        double seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - begunNanos).toMillis()) / 1e3;
        Map<String, Long> kinds = new TreeMap<>();
        faults.forEach((kind, count) -> kinds.put(kind, count.sum()));
        return ("%,d connections, %,d turns, %,d sessions resumed %,d times, %,d faults %s, %.1f s, %,.0f"
                + " connections/s; turns lost %d, doubled %d, order violations %d, waits that hung %d, threads left %d,"
                + " sessions left %d, failures %d")
                .formatted(connections.sum(), turns.sum(), sessions.sum(), resumed.sum(), faults(), kinds,
                        seconds, connections.sum() / seconds, lost.sum(), doubled.sum(), violations.sum(),
                        hung.sum(), threadsLeft.sum(), sessionsLeft.sum(), failures.get());
    }

    /** What is not as it must be; empty if all is well. */
    String complaint() {
        long wrong = lost.sum() + doubled.sum() + violations.sum() + hung.sum() + threadsLeft.sum()
                + sessionsLeft.sum() + failures.get();
        return wrong == 0 ? "" : summary() + "\n" + String.join("\n", failures());
    }
}
