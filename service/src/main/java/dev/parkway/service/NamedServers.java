package dev.parkway.service;

import dev.parkway.control.Failure;
import dev.parkway.inspection.Peer;
import dev.parkway.inspection.Peers;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All servers of a name, with a channel to each. Whoever asks for them has the name looked up again, if that was more
 * than a second ago; while nobody asks nothing is looked up. Any thread.
 */
public final class NamedServers implements Peers, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Who asks does not wait longer for a name server than this, and has those who were known. */
    private static final Duration WAIT = Duration.ofSeconds(1);
    /** A server that is silently gone is found out; servers of ours allow to be asked so often. */
    private static final Duration KEEPALIVE_TIME = Duration.ofSeconds(10);
    private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final String name;
    private final String serverName;
    private final Certificates certificates;
    private final Optional<Self> self;

    // All guarded by this.
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private List<Peer> all;
    private Optional<Unasked> unknown = Optional.empty();
    private CompletableFuture<?> looking = CompletableFuture.completedFuture(null);
    private boolean looked;
    private long lookedNanos;
    private boolean closed;

    /**
     * The process that asks, which may bear the name itself. It is asked without a network, first, and also while the
     * name does not resolve to it.
     *
     * @param channel to it; stays the caller's
     * @param address what it goes by if the name does not resolve to it
     * @param is whether an address is its own
     */
    public record Self(Channel channel, String address, Predicate<SocketAddress> is) {}

    private NamedServers(String name, String serverName, Certificates certificates, Optional<Self> self) {
        this.name = name;
        this.serverName = serverName;
        this.certificates = certificates;
        this.self = self;
        all = self.map(each -> List.of(new Peer(each.address(), each.channel()))).orElse(List.of());
    }

    /**
     * The servers of a name, of which this process is none. The caller closes them.
     *
     * @param name a gRPC target
     * @param serverName what the servers must call themselves; empty for what the target says
     * @param certificates by which they are known; stay the caller's
     * @return the servers, not looked up yet
     */
    public static NamedServers of(String name, String serverName, Certificates certificates) {
        return new NamedServers(name, serverName, certificates, Optional.empty());
    }

    /**
     * The same, and this process.
     *
     * @param name a gRPC target
     * @param certificates by which the others are known; stay the caller's
     * @param self this process
     * @return the servers, not looked up yet
     */
    public static NamedServers with(String name, Certificates certificates, Self self) {
        return new NamedServers(name, "", certificates, Optional.of(self));
    }

    /**
     * Looks the name up, now and once.
     *
     * @return who bears it
     * @throws StatusRuntimeException if nobody can say
     * @throws IllegalArgumentException if it is no target
     * @throws InterruptedException if the thread was interrupted
     */
    public List<Peer> lookUp() throws InterruptedException {
        ServerNames names = ServerNames.of(name, PATIENCE);
        synchronized (this) {
            all = closed ? List.of() : dial(names);
            unknown = Optional.empty();
            return all;
        }
    }

    /** Keeps the channels of those who are still there. Guarded by this. */
    private List<Peer> dial(ServerNames names) {
        Map<String, Peer> found = new LinkedHashMap<>();
        Optional<Peer> own = Optional.empty();
        Set<String> gone = new HashSet<>(channels.keySet());
        for (List<SocketAddress> server : names.servers()) {
            String address = server.size() == 1 ? text(server.getFirst()) : name;
            if (self.isPresent() && server.stream().anyMatch(self.get().is())) {
                own = Optional.of(new Peer(address, self.get().channel()));
            } else {
                gone.remove(address);
                found.put(address, new Peer(address, channels.computeIfAbsent(address,
                        _ -> server.size() == 1 ? channel(server.getFirst(), names.authority()) : byName())));
            }
        }
        for (String each : gone) {
            ManagedChannel last = channels.remove(each);
            if (last != null) {
                last.shutdownNow();
            }
        }
        for (ManagedChannel each : channels.values()) {
            if (each.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
                // Or it would try again after pauses that grow to minutes.
                each.resetConnectBackoff();
            }
        }
        Optional<Peer> first = own.or(() -> self.map(each -> new Peer(each.address(), each.channel())));
        return Stream.concat(first.stream(), found.values().stream()).toList();
    }

    private ManagedChannel byName() {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(name, certificates.ofChannel());
        return built(serverName.isEmpty() ? builder : builder.overrideAuthority(serverName));
    }

    private ManagedChannel channel(SocketAddress address, String authority) {
        return built(NettyChannelBuilder.forAddress(address, certificates.ofChannel())
                .overrideAuthority(serverName.isEmpty() ? authority : serverName));
    }

    private static ManagedChannel built(NettyChannelBuilder builder) {
        return builder.keepAliveTime(KEEPALIVE_TIME.toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .idleTimeout(IDLE.toNanos(), TimeUnit.NANOSECONDS).build();
    }

    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && !internet.isUnresolved()) {
            String host = internet.getAddress().getHostAddress();
            return (internet.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":"
                    + internet.getPort();
        }
        return address.toString();
    }

    @Override
    public List<Peer> present() {
        try {
            refresh().get(WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Then those who were known, until somebody says otherwise.
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking up a name is not to fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return all;
        }
    }

    private synchronized CompletableFuture<?> refresh() {
        boolean fresh = looked && System.nanoTime() - lookedNanos < FRESH.toNanos();
        if (looking.isDone() && !fresh && !closed) {
            looking = CompletableFuture.runAsync(this::lookAgain, Thread::startVirtualThread);
        }
        return looking;
    }

    private void lookAgain() {
        Optional<Unasked> failure = Optional.empty();
        try {
            List<Peer> _ = lookUp();
        } catch (StatusRuntimeException e) {
            failure = Optional.of(new Unasked(name, Failure.text(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            unknown = failure;
            looked = true;
            lookedNanos = System.nanoTime();
        }
    }

    @Override
    public synchronized Optional<Unasked> unknown() {
        return unknown;
    }

    @Override
    public String why(StatusRuntimeException failure) {
        return TlsTrouble.of(failure).map(trouble -> "no TLS with " + name + ": " + trouble)
                .orElseGet(() -> failure.getCause() == null ? Failure.text(failure)
                        : failure.getStatus().getCode() + ": " + root(failure.getCause()).getMessage());
    }

    /** What is at the bottom of it tells more than gRPC's {@code io exception}. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Ends all calls to all of them. */
    @Override
    public void close() {
        List<ManagedChannel> last;
        synchronized (this) {
            closed = true;
            last = new ArrayList<>(channels.values());
        }
        last.forEach(ManagedChannel::shutdownNow);
    }
}
