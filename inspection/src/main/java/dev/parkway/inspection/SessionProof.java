package dev.parkway.inspection;

import dev.parkway.control.Failure;
import dev.parkway.control.PeerIdentity;
import dev.parkway.control.SessionId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Lets in only those calls that prove which session they speak for. */
record SessionProof(
        BiFunction<SessionId, PeerIdentity, Optional<ReportingSession>> lookup) implements ServerInterceptor {

    /** Who calls, in a call that was let in. */
    static final Context.Key<ReportingSession> SESSION = Context.key("reporting session");

    static final Metadata.Key<byte[]> KEY = Metadata.Key.of("parkway-session-bin",
            Metadata.BINARY_BYTE_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ReportingSession session;
        try {
            session = session(headers, PeerIdentity.of(call).orElse(PeerIdentity.UNKNOWN));
        } catch (StatusRuntimeException e) {
            Metadata trailers = e.getTrailers();
            call.close(e.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {
            };
        }
        return Contexts.interceptCall(Context.current().withValue(SESSION, session), call, headers, next);
    }

    private ReportingSession session(Metadata headers, PeerIdentity caller) {
        List<byte[]> secrets = new ArrayList<>();
        Iterable<byte[]> given = headers.getAll(KEY);
        if (given != null) {
            given.forEach(secrets::add);
        }
        if (secrets.size() != 1) {
            throw malformed("given " + secrets.size() + " times", "exactly once");
        }
        byte[] secret = secrets.getFirst();
        if (secret.length != SessionId.BYTES) {
            throw malformed(secret.length + " bytes", SessionId.BYTES + " bytes");
        }
        SessionId id = SessionId.of(secret);
        // The same answer whether there never was such a session, it is over, or it is another's.
        return lookup.apply(id, caller)
                .orElseThrow(() -> Failure.notFound("SESSION_UNKNOWN", "no session " + id + " to report for",
                        Map.of("session", id.name())));
    }

    private static StatusRuntimeException malformed(String value, String allowed) {
        return Failure.invalidArgument("METADATA",
                "metadata " + KEY.name() + ": " + value + ", allowed is " + allowed,
                Map.of("key", KEY.name(), "value", value, "allowed", allowed));
    }
}
