package dev.parkway.control;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** A gRPC server with control sessions, and channels to it; both end with the test. */
final class Site implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For clients and servers that give a broken stream's session up at once. */
    static final SessionTimeouts NO_LINGER = new SessionTimeouts(PATIENCE, Duration.ZERO);
    static final ControlLimits NO_LINGER_LIMITS = new ControlLimits(ControlLimits.DEFAULT_SESSIONS,
            ControlLimits.DEFAULT_CONNECTIONS_PER_SESSION, ControlLimits.DEFAULT_CONNECTIONS,
            ControlLimits.DEFAULT_TOKENS_PER_BATCH, Duration.ZERO);
    static final SessionTerms TERMS = new SessionTerms("toy", "plain", Duration.ZERO, 0);
    static final String INSTANCE = "instance-1";

    final ControlServer control;
    final Server server;

    private final Transport transport;
    private final List<ManagedChannel> channels = new CopyOnWriteArrayList<>();

    private Site(Transport transport, ControlServer control, ServerServiceDefinition service) {
        this.transport = transport;
        this.control = control;
        try {
            server = transport.server().maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES)
                    .addService(service).build().start();
        } catch (IOException e) {
            throw new AssertionError("the server did not start", e);
        }
    }

    static Site of(Transport transport, SessionHandler handler) {
        return of(transport, handler, ControlLimits.DEFAULT, service -> service);
    }

    static Site of(Transport transport, SessionHandler handler, ControlLimits limits) {
        return of(transport, handler, limits, service -> service);
    }

    /** With something between gRPC and the service, to look or to disturb. */
    static Site of(Transport transport, SessionHandler handler, ControlLimits limits,
            UnaryOperator<ServerServiceDefinition> between) {
        ControlServer control = new ControlServer(handler, limits, INSTANCE, () -> "localhost:1");
        return new Site(transport, control, between.apply(control.bindService()));
    }

    /** On loopback, and telling its clients where they have reached it. */
    static Site reachedByItsAddress(SessionHandler handler) {
        ControlServer control = new ControlServer(handler, ControlLimits.DEFAULT, INSTANCE, () -> "");
        return new Site(Transport.NETTY, control, control.bindService());
    }

    /** With a service that only looks like ours. */
    static Site impostor(Transport transport, BindableService service) {
        ControlServer unused = new ControlServer(_ -> {
            throw new IllegalStateException("an impostor opens nothing");
        }, ControlLimits.DEFAULT, INSTANCE, () -> "");
        return new Site(transport, unused, service.bindService());
    }

    ManagedChannel channel() {
        ManagedChannel channel = transport.channel(server).build();
        channels.add(channel);
        return channel;
    }

    /** Opens a session on a channel of its own. */
    ClientSession open(long turnsPerConnection) throws InterruptedException {
        return open(turnsPerConnection, TERMS);
    }

    ClientSession open(long turnsPerConnection, SessionTerms terms) throws InterruptedException {
        return ClientSession.open(channel(), terms, turnsPerConnection, new SessionTimeouts(PATIENCE));
    }

    /** Waits until nothing is left of something that goes away by itself in a moment. */
    static void awaitZero(String what, LongSupplier count) {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (count.getAsLong() != 0) {
            if (deadlineNanos - System.nanoTime() < 0) {
                throw new AssertionError(what + ": " + count.getAsLong() + " left");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until the server has neither session nor connection nor thread. */
    void awaitNothingLeft() {
        awaitZero("sessions", () -> control.sessions().size());
        awaitZero("connections", control::connections);
        awaitZero("threads", control::runningThreads);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.shutdownNow();
        try {
            for (ManagedChannel channel : channels) {
                end(channel.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS), channel);
            }
            end(server.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS), server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while gRPC ends", e);
        }
    }

    private static void end(boolean ended, Object what) {
        if (!ended) {
            throw new AssertionError(what + " did not end");
        }
    }
}
