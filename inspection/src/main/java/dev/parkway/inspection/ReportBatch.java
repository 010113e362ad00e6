package dev.parkway.inspection;

import dev.parkway.connection.History;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.script.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A report that is being written: the columns of many connections' records. */
final class ReportBatch {

    /** So many records, at up to 32 bytes each with their connection's share, stay below 64 KiB. */
    static final int MAX_RECORDS = 2_000;

    private final ReportTransitionsRequest.Builder report = ReportTransitionsRequest.newBuilder();
    private final Map<String, Integer> words = new HashMap<>();
    private final List<Reported> connections = new ArrayList<>();
    private int records;
    private long lastNanos;

    boolean isEmpty() {
        return connections.isEmpty();
    }

    /** Says whether it is worth sending. A connection without new records counts as one. */
    boolean isFull() {
        return Math.max(records, connections.size()) >= MAX_RECORDS;
    }

    /** Adds what is new of a connection, as much as fits; false if there is more. */
    boolean add(Reported reported) {
        History history = reported.history();
        // How it ended before how much it did: an outcome says that nothing follows.
        String outcome = history.outcome().orElse(null);
        int size = history.size();
        int first = reported.sent() + 1;
        int last = Math.min(size, reported.sent() + MAX_RECORDS - records);
        boolean whole = last == size;
        if (last < first && (outcome == null || reported.isOutcomeSent())) {
            return whole;
        }
        report.addConnections(history.name().number())
                .addFirstOrdinals(first)
                .addCounts(last - first + 1)
                .addOutcomes(whole && outcome != null ? word(outcome) : 0);
        for (int ordinal = first; ordinal <= last; ordinal++) {
            add(history.transition(ordinal));
        }
        reported.sent(last, whole && outcome != null);
        connections.add(reported);
        return whole;
    }

    private void add(Transition made) {
        report.addStates(Messages.state(made.to()))
                .addCauses(made.cause() == null ? 0 : word(made.cause().toString()))
                .addEdges(made.edge() == null ? 0 : word(made.edge().name()))
                .addSent(made.sent())
                .addReceived(made.received())
                .addTimes(made.epochNanos() - lastNanos);
        lastNanos = made.epochNanos();
        records++;
    }

    private int word(String text) {
        Integer known = words.get(text);
        if (known != null) {
            return known;
        }
        report.addWords(text);
        int place = words.size() + 1;
        words.put(text, place);
        return place;
    }

    ReportTransitionsRequest message(long dropped, Duration twoMsl) {
        return report.setDropped(dropped).setTwoMslNanos(twoMsl.toNanos()).build();
    }

    /** Returns whose records it has. */
    List<Reported> connections() {
        return connections;
    }
}
