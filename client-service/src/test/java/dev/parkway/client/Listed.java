package dev.parkway.client;

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
import java.util.Locale;

/** Targets that list addresses, as in {@code listed:///127.0.0.1:1,127.0.0.1:2}, while it is open. */
final class Listed extends NameResolverProvider implements AutoCloseable {

    private static final String SCHEME = "listed";

    Listed() {
        NameResolverRegistry.getDefaultRegistry().register(this);
    }

    static String target(int... ports) {
        return SCHEME + ":///" + String.join(",",
                Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toList());
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
        return SCHEME;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        String list = target.getPath().substring(1).toLowerCase(Locale.ROOT);
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return "servers.test";
            }

            @Override
            public void start(Listener2 listener) {
                listener.onResult(ResolutionResult.newBuilder().setAddressesOrError(
                        list.isEmpty() ? StatusOr.fromStatus(Status.UNAVAILABLE.withDescription("nobody"))
                                : StatusOr.fromValue(addresses(list)))
                        .build());
            }

            @Override
            public void shutdown() {}
        };
    }

    private static List<EquivalentAddressGroup> addresses(String list) {
        return Arrays.stream(list.split(",", -1)).map(each -> each.split(":", -1))
                .map(each -> new EquivalentAddressGroup(
                        new InetSocketAddress(each[0], Integer.parseInt(each[1]))))
                .toList();
    }
}
