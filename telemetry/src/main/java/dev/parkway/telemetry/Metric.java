package dev.parkway.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * A metric of our own, by OpenTelemetry's conventions.
 *
 * @param name dotted, as instruments are called
 * @param kind what kind of instrument
 * @param unit in UCUM
 * @param description what it says, in a sentence
 * @param attributes what its numbers are told apart by
 */
record Metric(String name, Kind kind, String unit, String description,
        List<AttributeKey<String>> attributes) {

    /** What kind of instrument. */
    enum Kind {
        /** Never falls. */
        COUNTER,
        /** Rises and falls. */
        UP_DOWN_COUNTER,
        /** How often something took how long. */
        HISTOGRAM
    }

    static final AttributeKey<String> SIDE = AttributeKey.stringKey("parkway.side");
    static final AttributeKey<String> STATE = AttributeKey.stringKey("parkway.state");
    static final AttributeKey<String> SCENARIO = AttributeKey.stringKey("parkway.scenario");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("parkway.outcome");
    static final AttributeKey<String> CAUSE = AttributeKey.stringKey("parkway.cause");
    static final AttributeKey<String> VERDICT = AttributeKey.stringKey("parkway.verdict");

    static final Metric CONNECTION_COUNT = new Metric("parkway.connection.count", Kind.UP_DOWN_COUNTER,
            "{connection}", "Sides of connections whose threads run in this process, by their present state.",
            List.of(SIDE, STATE));
    static final Metric CONNECTION_ENDED = new Metric("parkway.connection.ended", Kind.COUNTER,
            "{connection}", "Sides of connections that have ended in this process, by how.",
            List.of(SIDE, OUTCOME));
    static final Metric CONNECTION_DURATION = new Metric("parkway.connection.duration", Kind.HISTOGRAM, "s",
            "How long a side's thread ran, TIME_WAIT included.", List.of(SIDE, SCENARIO, OUTCOME));
    static final Metric CONNECTION_JUDGED = new Metric("parkway.connection.judged", Kind.COUNTER,
            "{connection}",
            "Connections of which the journal's checker has said its last word, by the verdict.",
            List.of(VERDICT));
    static final Metric TURN_DURATION = new Metric("parkway.turn.duration", Kind.HISTOGRAM, "s",
            "From a turn that a side gives to the next that it takes: there and back, and what the peer does "
                    + "in between.",
            List.of(SIDE));
    static final Metric PARK_DURATION = new Metric("parkway.park.duration", Kind.HISTOGRAM, "s",
            "How long a side waited for a turn, by why the wait ended; a turn that was there already counts, too.",
            List.of(SIDE, CAUSE));
    static final Metric TOKEN_SENT = new Metric("parkway.token.sent", Kind.COUNTER, "{token}",
            "Tokens sent, also those that a break may have swallowed.", List.of());
    static final Metric TOKEN_RECEIVED = new Metric("parkway.token.received", Kind.COUNTER, "{token}",
            "Tokens that came.", List.of());
    static final Metric TOKEN_MERGED = new Metric("parkway.token.merged", Kind.COUNTER, "{turn}",
            "Turns given that had no token of their own, because a later one's count told of them, too.",
            List.of());
    static final Metric TOKEN_RESTATED = new Metric("parkway.token.restated", Kind.COUNTER, "{token}",
            "Tokens among those sent that told a new stream where a connection stood.", List.of());
    static final Metric TOKEN_LATE = new Metric("parkway.token.late", Kind.COUNTER, "{token}",
            "Tokens that came for connections that were over.", List.of());
    static final Metric SESSION_COUNT = new Metric("parkway.session.count", Kind.UP_DOWN_COUNTER, "{session}",
            "Sessions that are open, also those that wait to be resumed.", List.of());
    static final Metric SESSION_ATTACHED = new Metric("parkway.session.attached", Kind.COUNTER, "{session}",
            "Sessions that were opened.", List.of());
    static final Metric SESSION_RESUMED = new Metric("parkway.session.resumed", Kind.COUNTER, "{attach}",
            "Times that a session was resumed on a new stream.", List.of());
    static final Metric SESSION_LOST = new Metric("parkway.session.lost", Kind.COUNTER, "{session}",
            "Sessions that ended otherwise than by their client's being done, by what their waits ended with.",
            List.of(CAUSE));
    static final Metric JOURNAL_COUNT = new Metric("parkway.journal.count", Kind.UP_DOWN_COUNTER,
            "{connection}", "Connections that the journal keeps.", List.of());
    static final Metric JOURNAL_DROPPED = new Metric("parkway.journal.dropped", Kind.COUNTER, "{connection}",
            "Connections that the journal has forgotten to stay within its bound.", List.of());
    static final Metric REPORT_DROPPED = new Metric("parkway.report.dropped", Kind.COUNTER, "{connection}",
            "Connections that the client could not, or not wholly, report to the server.", List.of());

    /** All of them, in the order of the table. */
    static final List<Metric> ALL = List.of(CONNECTION_COUNT, CONNECTION_ENDED, CONNECTION_DURATION,
            CONNECTION_JUDGED, TURN_DURATION, PARK_DURATION, TOKEN_SENT, TOKEN_RECEIVED, TOKEN_MERGED,
            TOKEN_RESTATED, TOKEN_LATE, SESSION_COUNT, SESSION_ATTACHED, SESSION_RESUMED, SESSION_LOST,
            JOURNAL_COUNT, JOURNAL_DROPPED, REPORT_DROPPED);

    Metric {
        attributes = List.copyOf(attributes);
    }
}
