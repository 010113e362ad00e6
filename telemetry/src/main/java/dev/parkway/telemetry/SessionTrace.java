package dev.parkway.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

/**
 * A session's span, as the source of the ids of its connections' traces: both processes work those out from it and from
 * the connection's number, so that no token has to carry them (docs/decisions/traces.md).
 *
 * @param context the span's
 * @param high of the trace ids of all its connections
 * @param low what a connection's number makes its own low half of
 * @param span what a connection's number makes the id of its root of
 */
record SessionTrace(SpanContext context, long high, long low, long span) {

    private static final int HEX = 16;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    static SessionTrace of(SpanContext context) {
        String trace = context.getTraceId();
        int half = TraceId.getLength() / 2;
        long span = Long.parseUnsignedLong(context.getSpanId(), HEX);
        long high = Long.parseUnsignedLong(trace, 0, half, HEX);
        long low = Long.parseUnsignedLong(trace, half, TraceId.getLength(), HEX);
        return new SessionTrace(context, mixed(high ^ span), low, span);
    }

    /** Returns the id of a connection's trace. */
    String traceId(long connection) {
        // The low half alone tells a session's connections apart, and decides whether a ratio takes one.
        return TraceId.fromLongs(high, mixed(low + connection * GOLDEN));
    }

    /** Returns the context of the client's span, the root of a connection's trace. */
    SpanContext root(long connection) {
        return SpanContext.createFromRemoteParent(traceId(connection),
                SpanId.fromLong(nonZero(mixed(span + connection * GOLDEN))), TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    private static long nonZero(long id) {
        return id == 0 ? 1 : id;
    }

    /** SplitMix64's finish: each bit of the outcome hangs on each of the number's. One to one. */
    private static long mixed(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
