package dev.parkway.telemetry;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Tells of each connection as a trace of two spans, its client's and its server's, with the states as their events. */
final class ConnectionTraces implements Observer {

    private static final AttributeKey<String> CONNECTION = AttributeKey.stringKey("parkway.connection");
    private static final AttributeKey<String> EDGE = AttributeKey.stringKey("parkway.edge");
    private static final AttributeKey<Long> SENT = AttributeKey.longKey("parkway.token.sent");
    private static final AttributeKey<Long> RECEIVED = AttributeKey.longKey("parkway.token.received");

    private final Tracer tracer;
    private final SessionTraces sessions;
    private final Predicate<String> drops;

    /**
     * Creates an observer that traces.
     *
     * @param drops whether the trace of this id is not kept, whatever else there is to know of it
     */
    ConnectionTraces(Tracer tracer, SessionTraces sessions, Predicate<String> drops) {
        this.tracer = tracer;
        this.sessions = sessions;
        this.drops = drops;
    }

    @Override
    public Observation begin(History history) {
        SessionTrace session = sessions.of(history.name().session());
        if (session == null) {
            return traced(history, builder(history).setNoParent().startSpan());
        }
        // Of a ratio most are dropped, and cost no more than this.
        return drops.test(session.traceId(history.name().number())) ? Observation.NONE
                : traced(history, ofSession(history, session));
    }

    private static Observation traced(History history, Span span) {
        return span.isRecording() ? new Traced(history, span) : Observation.NONE;
    }

    private Span ofSession(History history, SessionTrace session) {
        SpanContext root = session.root(history.name().number());
        SpanBuilder builder = builder(history).addLink(session.context());
        return history.side() == Side.CLIENT
                ? TraceIds.with(root, () -> builder.setParent(Context.root()).startSpan())
                : builder.setParent(TraceIds.parent(root)).startSpan();
    }

    private SpanBuilder builder(History history) {
        return tracer.spanBuilder(history.scenario().name())
                .setSpanKind(history.side() == Side.CLIENT ? SpanKind.CLIENT : SpanKind.SERVER)
                .setAttribute(CONNECTION, history.name().toString())
                .setAttribute(Metric.SIDE, history.side().toString())
                .setAttribute(Metric.SCENARIO, history.scenario().name());
    }

    /** One side of a connection whose trace is kept. */
    private record Traced(History history, Span span) implements Observation {

        @Override
        public void entered(int ordinal) {
            Transition transition = history.transition(ordinal);
            AttributesBuilder attributes = Attributes.builder().put(SENT, (long) transition.sent())
                    .put(RECEIVED, (long) transition.received());
            if (transition.cause() != null) {
                attributes.put(Metric.CAUSE, transition.cause().toString());
            }
            if (transition.edge() != null) {
                attributes.put(EDGE, transition.edge().toString());
            }
            span.addEvent(transition.to().toString(), attributes.build(), transition.epochNanos(),
                    TimeUnit.NANOSECONDS);
        }

        @Override
        public void ended() {
            String outcome = Objects.requireNonNull(history.outcome().orElse("unknown"));
            span.setAttribute(Metric.OUTCOME, outcome);
            if (!history.completed()) {
                span.setStatus(StatusCode.ERROR, outcome);
            }
            span.end();
        }
    }
}
