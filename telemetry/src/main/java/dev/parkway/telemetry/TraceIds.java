package dev.parkway.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.lang.ScopedValue.CallableOp;

/** Gives random ids, unless it is called in the scope of a connection's root, which takes those of its session. */
final class TraceIds implements IdGenerator {

    /** In the context of a span whose trace another process has begun by these ids. */
    static final ContextKey<Boolean> DERIVED = ContextKey.named("parkway-derived");

    private static final ScopedValue<SpanContext> ROOT = ScopedValue.newInstance();

    private final IdGenerator random = IdGenerator.random();

    /** Has the root that is begun meanwhile take these ids. */
    static <T> T with(SpanContext root, CallableOp<T, RuntimeException> begin) {
        return ScopedValue.where(ROOT, root).call(begin);
    }

    /** Returns the context in which the server begins its part of a connection's trace. */
    static Context parent(SpanContext root) {
        return Context.root().with(Span.wrap(root)).with(DERIVED, true);
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
