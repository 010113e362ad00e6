package dev.parkway.inspection;

import dev.parkway.connection.History;
import dev.parkway.control.Failure;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as its sender wrote it, row by row; whatever in it cannot be is {@code INVALID_ARGUMENT}. */
final class ReportTable {

    private static final int MAX_WORDS = 256;
    private static final int MAX_WORD = 64;

    private final ReportTransitionsRequest report;
    // What the words mean where one was looked up, by their places: the same few come again and again.
    private final @Nullable Cause[] causes;
    private final @Nullable Edge[] edges;
    // The row of connections that is read, and where its records begin.
    private int row = -1;
    private int record;
    private int nextRecord;
    private long nanos;

    ReportTable(ReportTransitionsRequest report) {
        this.report = report;
        checkColumn("first_ordinals", report.getFirstOrdinalsCount(), report.getConnectionsCount());
        checkColumn("counts", report.getCountsCount(), report.getConnectionsCount());
        checkColumn("outcomes", report.getOutcomesCount(), report.getConnectionsCount());
        int records = report.getStatesCount();
        checkColumn("causes", report.getCausesCount(), records);
        checkColumn("edges", report.getEdgesCount(), records);
        checkColumn("sent", report.getSentCount(), records);
        checkColumn("received", report.getReceivedCount(), records);
        checkColumn("times", report.getTimesCount(), records);
        long sum = 0;
        for (int i = 0; i < report.getCountsCount(); i++) {
            sum += Integer.toUnsignedLong(report.getCounts(i));
        }
        if (sum != records) {
            throw bad("counts", "a sum of " + sum, "a sum of " + records + ", the length of states");
        }
        if (report.getWordsCount() > MAX_WORDS) {
            throw bad("words", report.getWordsCount() + " words", "up to " + MAX_WORDS);
        }
        for (int i = 0; i < report.getWordsCount(); i++) {
            if (report.getWords(i).isEmpty() || report.getWords(i).length() > MAX_WORD) {
                throw bad("words", report.getWords(i).length() + " characters",
                        "1 to " + MAX_WORD + " characters");
            }
        }
        if (report.getDropped() < 0) {
            throw bad("dropped", Long.toUnsignedString(report.getDropped()), "up to 2^63-1");
        }
        if (report.getTwoMslNanos() < 0) {
            throw bad("two_msl_nanos", Long.toUnsignedString(report.getTwoMslNanos()), "up to 2^63-1");
        }
        causes = new Cause[report.getWordsCount()];
        edges = new Edge[report.getWordsCount()];
    }

    /** Returns how long the client's TIME_WAIT is to last; zero if it does not say. */
    Duration twoMsl() {
        return Duration.ofNanos(report.getTwoMslNanos());
    }

    /** Goes to the next connection, if there is one. */
    boolean next() {
        // Times are differences over the whole table, so rows that nobody reads count too.
        for (; record < nextRecord; record++) {
            nanos += report.getTimes(record);
        }
        if (++row == report.getConnectionsCount()) {
            return false;
        }
        nextRecord = record + report.getCounts(row);
        return true;
    }

    long number() {
        long number = report.getConnections(row);
        if (number < 1) {
            throw bad("connections", Long.toUnsignedString(number), "1 to 2^63-1");
        }
        return number;
    }

    int firstOrdinal() {
        int ordinal = report.getFirstOrdinals(row);
        if (ordinal < 1) {
            throw bad("first_ordinals", Integer.toUnsignedString(ordinal), "1 to 2^31-1");
        }
        return ordinal;
    }

    /** Adds what is new in this row to a history. */
    void appendTo(History history) {
        int first = firstOrdinal();
        int size = history.size();
        if (first > size + 1) {
            throw bad("first_ordinals", "record " + first + " of " + history.name(),
                    "at most record " + (size + 1) + ", since those before it are not known");
        }
        int most = history.script().states() + 1;
        long last = (long) first + nextRecord - record - 1;
        if (last > most) {
            throw bad("counts", "record " + last + " of " + history.name(), "up to " + most + " records");
        }
        if (last > size && history.outcome().isPresent()) {
            throw bad("counts", "record " + last + " of " + history.name(),
                    "up to " + size + " records, since its outcome is known");
        }
        for (int ordinal = first; record < nextRecord; record++, ordinal++) {
            nanos += report.getTimes(record);
            if (ordinal > size) {
                append(history, ordinal);
            }
        }
        String outcome = word("outcomes", report.getOutcomes(row));
        if (outcome != null && history.outcome().isEmpty()) {
            try {
                history.end(outcome);
            } catch (IllegalArgumentException e) {
                throw notARecord("outcomes", e);
            }
        }
    }

    private void append(History history, int ordinal) {
        int causeWord = report.getCauses(record);
        if ((causeWord == 0) != (ordinal == 1)) {
            throw bad("causes", causeWord == 0 ? "none for record " + ordinal : "one for record 1",
                    "none for record 1, one for every other");
        }
        try {
            history.append(state(), cause(causeWord), edge(report.getEdges(record)), report.getSent(record),
                    report.getReceived(record), nanos);
        } catch (IllegalArgumentException e) {
            throw notARecord("causes, sent, received", e);
        }
    }

    private @Nullable Cause cause(int place) {
        String word = word("causes", place);
        if (word == null) {
            return null;
        }
        Cause known = causes[place - 1];
        if (known == null) {
            known = Tcp.PROTOCOL.cause(word);
            causes[place - 1] = known;
        }
        return known;
    }

    private TcpState state() {
        return Messages.state(report.getStates(record))
                .orElseThrow(() -> bad("states", Integer.toString(report.getStatesValue(record)),
                        "1 to " + TcpState.values().length));
    }

    private @Nullable Edge edge(int place) {
        String word = word("edges", place);
        if (word == null) {
            return null;
        }
        Edge known = edges[place - 1];
        if (known == null) {
            known = edge(word);
            edges[place - 1] = known;
        }
        return known;
    }

    private static Edge edge(String word) {
        return Arrays.stream(TcpEdge.values()).filter(edge -> edge.name().equals(word)).findAny()
                .orElseThrow(() -> bad("edges", word, Arrays.toString(TcpEdge.values())));
    }

    private @Nullable String word(String field, int place) {
        if (place < 0 || place > report.getWordsCount()) {
            throw bad(field, "word " + Integer.toUnsignedString(place),
                    "0 to " + report.getWordsCount() + ", the number of words");
        }
        return place == 0 ? null : report.getWords(place - 1);
    }

    private static void checkColumn(String field, int length, int wanted) {
        if (length != wanted) {
            throw bad(field, length + " rows", wanted + " rows, as the table's first column has");
        }
    }

    private static StatusRuntimeException notARecord(String fields, IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        return Failure.invalidArgument("MALFORMED_REPORT", fields + ": " + message,
                Map.of("field", fields, "value", message));
    }

    private static StatusRuntimeException bad(String field, String value, String allowed) {
        return Failure.invalidArgument("MALFORMED_REPORT", field + ": " + value + ", allowed is " + allowed,
                Map.of("field", field, "value", value, "allowed", allowed));
    }
}
