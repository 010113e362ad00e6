package dev.parkway.service;

import dev.parkway.control.Failure;
import dev.parkway.control.PeerIdentity;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may call some services, by the names in their certificates. One that names nobody lets everybody in. */
public final class AllowList implements ServerInterceptor {

    private static final PeerLog log = new PeerLog();

    private final String flag;
    private final Set<String> names;

    private AllowList(String flag, Set<String> names) {
        this.flag = flag;
        this.names = names;
    }

    /** {@return one that lets everybody in} */
    public static AllowList everybody() {
        return new AllowList("", Set.of());
    }

    /**
     * Creates a list.
     *
     * @param flag where it was set, as in {@code --allow-control}
     * @param names as they stand in certificates; empty ones do not count
     * @param mutual whether callers prove who they are
     * @return the list
     * @throws IllegalArgumentException if it names somebody and nobody can prove to be it
     */
    public static AllowList of(String flag, List<String> names, boolean mutual) {
        Set<String> stripped = names.stream().map(String::strip).filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (!stripped.isEmpty() && !mutual) {
            throw new IllegalArgumentException(
                    flag + " is set without mutual TLS; allowed is it where callers "
                            + "must show a certificate");
        }
        return new AllowList(flag, stripped);
    }

    /** {@return whether everybody is let in} */
    public boolean isOpen() {
        return names.isEmpty();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<PeerIdentity> caller = PeerIdentity.of(call);
        List<String> shown = caller.map(PeerIdentity::names).orElse(List.of());
        if (names.isEmpty() || !Collections.disjoint(names, shown)) {
            return next.startCall(call, headers);
        }
        String service = String.valueOf(call.getMethodDescriptor().getServiceName());
        String who = caller.map(PeerIdentity::toString).orElse("who shows no certificate");
        log.warn("peer {} ({}) may not call {}: {} does not name it",
                String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)), who, service,
                flag);
        // Who else may is not for the caller to know.
        StatusRuntimeException refused = Failure.permissionDenied("NOT_ON_THE_LIST",
                who + " may not call " + service + " here: ask for a name of yours on the server's " + flag,
                Map.of("service", service, "names", String.join(",", shown)));
        Metadata trailers = refused.getTrailers();
        call.close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {
        };
    }
}
