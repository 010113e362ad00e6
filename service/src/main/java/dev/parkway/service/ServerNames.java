package dev.parkway.service;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who bears a name, by gRPC's own name resolution.
 *
 * @param authority what the servers must call themselves
 * @param addresses where they are, in the resolver's order
 */
public record ServerNames(String authority, List<EquivalentAddressGroup> addresses) {

    private static final int DEFAULT_PORT = 80;
    private static final String SECONDS = "1";

    /** There is no service configuration to read. */
    private static final NameResolver.ServiceConfigParser NO_CONFIGURATION = new NameResolver.ServiceConfigParser() {
        @Override
        public ConfigOrError parseServiceConfig(Map<String, ?> raw) {
            return ConfigOrError.fromConfig(raw);
        }
    };

    /** Copies the addresses. */
    public ServerNames {
        addresses = List.copyOf(addresses);
    }

    /**
     * Has this process follow what name servers say: the JDK would believe them for 30 s, and 10 s long that there is
     * no such name. To be called before any name is looked up.
     */
    public static void follow() {
        Security.setProperty("networkaddress.cache.ttl", SECONDS);
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        // gRPC's own memory of the same.
        System.setProperty("networkaddress.cache.ttl", SECONDS);
    }

    /**
     * Checks that something is a target, and looks nothing up.
     *
     * @param target what a channel could be made to
     * @throws IllegalArgumentException if it is none: why
     */
    public static void check(String target) {
        resolver(target, new SynchronizationContext((_, _) -> {})).shutdown();
    }

    /**
     * Looks a target up, once.
     *
     * @param target as for a channel
     * @param atMost how long that may take
     * @return who bears it
     * @throws io.grpc.StatusRuntimeException if that fails, or takes too long
     * @throws IllegalArgumentException if it is no target
     * @throws InterruptedException if the thread was interrupted
     */
    public static ServerNames of(String target, Duration atMost) throws InterruptedException {
        CompletableFuture<List<EquivalentAddressGroup>> found = new CompletableFuture<>();
        SynchronizationContext context = new SynchronizationContext(
                (_, failure) -> found.completeExceptionally(failure));
        NameResolver resolver = resolver(target, context);
        context.execute(() -> resolver.start(new NameResolver.Listener2() {
            @Override
            public void onResult(ResolutionResult result) {
                StatusOr<List<EquivalentAddressGroup>> addresses = result.getAddressesOrError();
                if (addresses.hasValue()) {
                    found.complete(addresses.getValue());
                } else {
                    onError(addresses.getStatus());
                }
            }

            @Override
            public void onError(Status failure) {
                found.completeExceptionally(failure.asRuntimeException());
            }
        }));
        try {
            return new ServerNames(resolver.getServiceAuthority(),
                    found.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause()).asRuntimeException();
        } catch (TimeoutException e) {
            throw Status.UNAVAILABLE.withDescription("nobody said within " + atMost.toMillis() + " ms who "
                    + target + " is").asRuntimeException();
        } finally {
            context.execute(resolver::shutdown);
        }
    }

    /**
     * Returns each server by its address. One that has an IPv4 and an IPv6 address is told twice by name servers, and is
     * to be asked once: the first stands for it. If there is but one pair, as with localhost, the server has two
     * addresses, and may listen at either: a channel to the name finds out.
     *
     * @return a server each, nearly always by one address
     */
    public List<List<SocketAddress>> servers() {
        List<SocketAddress> all = addresses.stream().map(each -> each.getAddresses().getFirst()).toList();
        List<SocketAddress> six = all.stream().filter(ServerNames::isSix).toList();
        if (six.isEmpty() || six.size() == all.size()) {
            return all.stream().map(List::of).toList();
        }
        return all.size() == 2 ? List.of(all)
                : all.stream().filter(each -> !isSix(each)).map(List::of).toList();
    }

    private static boolean isSix(SocketAddress address) {
        return address instanceof InetSocketAddress internet && internet.getAddress() instanceof Inet6Address;
    }

    /** A target without a scheme that anybody knows has the default one, as in a channel. */
    private static NameResolver resolver(String target, SynchronizationContext context) {
        NameResolverRegistry registry = NameResolverRegistry.getDefaultRegistry();
        NameResolver.Args args = NameResolver.Args.newBuilder().setDefaultPort(DEFAULT_PORT)
                .setProxyDetector(_ -> null).setSynchronizationContext(context)
                .setServiceConfigParser(NO_CONFIGURATION).setOffloadExecutor(Thread::startVirtualThread)
                .build();
        try {
            URI uri = new URI(target);
            String scheme = uri.getScheme();
            NameResolverProvider named = scheme == null ? null : registry.getProviderForScheme(scheme);
            NameResolver resolver = named == null ? null : named.newNameResolver(uri, args);
            if (resolver != null) {
                return resolver;
            }
        } catch (URISyntaxException e) {
            // Then it has no scheme either.
        }
        String scheme = registry.getDefaultScheme();
        NameResolverProvider provider = registry.getProviderForScheme(scheme);
        NameResolver resolver = provider == null ? null
                : provider.newNameResolver(whole(scheme, target), args);
        if (resolver == null) {
            throw new IllegalArgumentException("no name resolver takes it");
        }
        return resolver;
    }

    private static URI whole(String scheme, String target) {
        try {
            return new URI(scheme, "", "/" + target, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
