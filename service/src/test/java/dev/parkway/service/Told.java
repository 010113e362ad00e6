package dev.parkway.service;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** A name, {@code told:///servers}, that resolves to what a test tells, while it is open. */
final class Told extends NameResolverProvider implements AutoCloseable {

    static final String TARGET = "told:///servers";

    private volatile StatusOr<List<EquivalentAddressGroup>> answer = StatusOr
            .fromStatus(Status.UNAVAILABLE.withDescription("nobody"));

    Told() {
        NameResolverRegistry.getDefaultRegistry().register(this);
    }

    void tell(String... hosts) {
        answer = StatusOr.fromValue(Arrays.stream(hosts)
                .map(host -> new EquivalentAddressGroup(new InetSocketAddress(host, 50051))).toList());
    }

    void fail(Status why) {
        answer = StatusOr.fromStatus(why);
    }

    @Override
    public void close() {
        NameResolverRegistry.getDefaultRegistry().deregister(this);
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 5;
    }

    @Override
    public String getDefaultScheme() {
        return "told";
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return "servers.test";
            }

            @Override
            public void start(Listener2 listener) {
                listener.onResult(ResolutionResult.newBuilder().setAddressesOrError(answer).build());
            }

            @Override
            public void shutdown() {}
        };
    }
}
