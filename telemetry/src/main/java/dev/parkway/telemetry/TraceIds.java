package dev.parkway.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.lang.ScopedValue.CallableOp;

/**
 * The ids of a connection's trace, which both processes work out from the session's and the connection's number, so
 * that no token has to carry them: see docs/decisions/traces.md.
 *
 * <p>As an {@link IdGenerator} it gives random ids, unless it is called in the scope of a connection's.
 */
final class TraceIds implements IdGenerator {

    /** In the context of a span whose trace another process has begun by these ids. */
    static final ContextKey<Boolean> DERIVED = ContextKey.named("parkway-derived");

    private static final ScopedValue<SpanContext> ROOT = ScopedValue.newInstance();
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final IdGenerator random = IdGenerator.random();

    /** Returns the context of the client's span, the root of a connection's trace. */
    static SpanContext of(SpanContext session, long connection) {
        String trace = session.getTraceId();
        long high = Long.parseUnsignedLong(trace, 0, TraceId.getLength() / 2, 16);
        long low = Long.parseUnsignedLong(trace, TraceId.getLength() / 2, TraceId.getLength(), 16);
        long span = Long.parseUnsignedLong(session.getSpanId(), 16);
        long step = connection * GOLDEN;
        // The low half alone tells a session's connections apart, and decides whether a ratio takes one.
        return SpanContext.createFromRemoteParent(
                TraceId.fromLongs(mixed(high ^ span), mixed(low + step)),
                SpanId.fromLong(nonZero(mixed(span + step))), TraceFlags.getSampled(),
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

    /** Has the root that is begun meanwhile take these ids. */
    static <T> T with(SpanContext root, CallableOp<T, RuntimeException> begin) {
        return ScopedValue.where(ROOT, root).call(begin);
    }

    /** Returns the context in which the server begins its part of a connection's trace. */
    static Context parent(SpanContext root) {
        return Context.root().with(io.opentelemetry.api.trace.Span.wrap(root)).with(DERIVED, true);
    }

    @Override
    public String generateTraceId() {
        return ROOT.isBound() ? ROOT.get().getTraceId() : random.generateTraceId();
    }

    @Override
    public String generateSpanId() {
        return ROOT.isBound() ? ROOT.get().getSpanId() : random.generateSpanId();
    }
}
