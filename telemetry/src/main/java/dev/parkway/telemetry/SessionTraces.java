package dev.parkway.telemetry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Contexts;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which trace a session belongs to: at the client one that it begins, at the server the one that the attach named. */
final class SessionTraces implements ClientInterceptor, ServerInterceptor {

    private static final AttributeKey<String> SESSION = AttributeKey.stringKey("parkway.session");
    private static final io.grpc.Context.Key<SpanContext> ATTACH = io.grpc.Context.key("parkway-trace");

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Map<String, SessionTrace> sessions = new ConcurrentHashMap<>();
    /** This client's, by their public names. */
    private final Map<String, Span> own = new ConcurrentHashMap<>();
    /** That of the session which a thread is about to open: the call that opens it is started by that thread. */
    @SuppressWarnings("ThreadLocalUsage") // Not static: where two of these are in a process, each has its own.
    private final ThreadLocal<@Nullable Span> opening = new ThreadLocal<>();

    SessionTraces(Tracer tracer, TextMapPropagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** Returns the trace of a session by its public name; null if nobody told it. */
    @Nullable
    SessionTrace of(String session) {
        return sessions.get(session);
    }

    /** The client is about to open a session, on this thread. */
    void opening() {
        Span before = opening.get();
        if (before != null) {
            before.end();
        }
        opening.set(tracer.spanBuilder("session").setNoParent().startSpan());
    }

    /** The client's session is open, or the server's, in the course of whose attach this is called. */
    void opened(String session) {
        SpanContext attach = ATTACH.get();
        Span span = opening.get();
        if (attach != null) {
            sessions.put(session, SessionTrace.of(attach));
        } else if (span != null) {
            opening.remove();
            span.setAttribute(SESSION, session);
            own.put(session, span);
            sessions.put(session, SessionTrace.of(span.getSpanContext()));
        }
    }

    void ended(String session) {
        sessions.remove(session);
        Span span = own.remove(session);
        if (span != null) {
            span.end();
        }
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
            Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                Span span = opening.get();
                if (span != null) {
                    propagator.inject(Context.root().with(span), headers, (carrier, key, value) -> {
                        if (carrier != null) {
                            carrier.put(key(key), value);
                        }
                    });
                }
                super.start(listener, headers);
            }
        };
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        SpanContext told = Span.fromContext(propagator.extract(Context.root(), headers, Getter.OF_METADATA))
                .getSpanContext();
        return told.isValid()
                ? Contexts.interceptCall(io.grpc.Context.current().withValue(ATTACH, told), call, headers,
                        next)
                : next.startCall(call, headers);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private enum Getter implements TextMapGetter<Metadata> {
        OF_METADATA;

        @Override
        public Iterable<String> keys(Metadata carrier) {
            return carrier.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata carrier, String name) {
            return carrier == null ? null : carrier.get(key(name));
        }
    }
}
