package dev.parkway.client;

import dev.parkway.service.ServerNames;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a channel to a name has reached all that bear it. Round robin goes around those that are ready, and at first
 * that is one alone, which would get all sessions of a client that opens them at once.
 */
final class Spread implements ClientInterceptor {

    private static final Logger log = LoggerFactory.getLogger(Spread.class);
    private static final long PAUSE_MILLIS = 5;

    private final Set<SocketAddress> seen = ConcurrentHashMap.newKeySet();

    private Spread() {}

    /** Waits at most so long: one of them may be down. The channel has reached one already. */
    static void await(Channel channel, String target, Duration atMost) throws InterruptedException {
        long endNanos = System.nanoTime() + atMost.toNanos();
        int bearers = bearers(target, atMost);
        Spread spread = new Spread();
        HealthGrpc.HealthBlockingStub health = HealthGrpc
                .newBlockingStub(ClientInterceptors.intercept(channel, spread));
        while (spread.seen.size() < bearers && endNanos - System.nanoTime() > 0) {
            try {
                var _ = health.withDeadlineAfter(atMost.toNanos(), TimeUnit.NANOSECONDS)
                        .check(ServerHealth.REQUEST);
            } catch (StatusRuntimeException e) {
                log.debug("health: {}", e.getStatus());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        if (spread.seen.size() < bearers) {
            log.info("of {} servers of {}, {} are ready", bearers, target, spread.seen.size());
        }
    }

    private static int bearers(String target, Duration atMost) throws InterruptedException {
        try {
            return ServerNames.of(target, atMost).servers().size();
        } catch (StatusRuntimeException e) {
            log.debug("names: {}", e.getStatus());
            return 0;
        }
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
            Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new SimpleForwardingClientCallListener<>(listener) {
                    @Override
                    public void onHeaders(Metadata answer) {
                        SocketAddress address = getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
                        if (address != null) {
                            seen.add(address);
                        }
                        super.onHeaders(answer);
                    }
                }, headers);
            }
        };
    }
}
