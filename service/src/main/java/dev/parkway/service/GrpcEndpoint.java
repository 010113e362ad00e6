package dev.parkway.service;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server as both services run it: with health of each service, and reflection so that general tools
 * need no proto file.
 */
public final class GrpcEndpoint {

    /** Above the largest message of any service here: a report of transitions. */
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;
    private static final int MAX_METADATA_BYTES = 4 * 1024;

    private final Server server;
    private final HealthStatusManager health;
    private final ExecutorService others;
    private final List<String> names;

    private GrpcEndpoint(
            Server server, HealthStatusManager health, ExecutorService others, List<String> names) {
        this.server = server;
        this.health = health;
        this.others = others;
        this.names = names;
    }

    /**
     * Starts to listen; health says {@code NOT_SERVING} until {@link #serve()}.
     *
     * @param address where
     * @param keepAlive when to ask silent clients
     * @param direct services whose methods never block: they run on the network's own threads
     * @param others services whose methods may take their time
     * @return the endpoint
     * @throws IOException if it cannot listen there: the port is taken, or the address is not this machine's
     */
    public static GrpcEndpoint start(InetSocketAddress address, KeepAliveOptions keepAlive,
            List<ServerServiceDefinition> direct, List<BindableService> others) throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        List<String> directNames = direct.stream().map(each -> each.getServiceDescriptor().getName())
                .toList();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .directExecutor()
                .callExecutor(new DirectOr(directNames, threads))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .keepAliveTime(keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(reflectionForOlderTools());
        direct.forEach(builder::addService);
        others.forEach(builder::addService);
        List<String> names = new ArrayList<>(directNames);
        others.forEach(each -> names.add(each.bindService().getServiceDescriptor().getName()));
        names.add(HealthStatusManager.SERVICE_NAME_ALL_SERVICES);
        GrpcEndpoint endpoint = new GrpcEndpoint(builder.build(), health, threads, List.copyOf(names));
        endpoint.set(ServingStatus.NOT_SERVING);
        try {
            endpoint.server.start();
        } catch (IOException e) {
            threads.close();
            throw e;
        }
        return endpoint;
    }

    @SuppressWarnings("deprecation") // grpcurl before 1.9 knows v1alpha alone.
    private static BindableService reflectionForOlderTools() {
        return ProtoReflectionService.newInstance();
    }

    /**
     * Says in a few words why it could not listen.
     *
     * @param failure what {@link #start} threw
     * @return the innermost reason, as in {@code Address already in use}
     */
    public static String reason(IOException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // It has no message.
        return root instanceof UnresolvedAddressException ? "unknown host"
                : String.valueOf(root.getMessage());
    }

    /** {@return the port that it listens on} */
    public int port() {
        return server.getPort();
    }

    /** Says in health that every service is ready. */
    public void serve() {
        set(ServingStatus.SERVING);
    }

    /** Says in health that no service takes more, for good. */
    public void drain() {
        health.enterTerminalState();
    }

    /**
     * Stops listening and lets calls that are under way end.
     *
     * @param grace how long those may take before they are cancelled
     * @throws InterruptedException if the thread was interrupted; everything is cancelled then
     */
    public void stop(Duration grace) throws InterruptedException {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
                server.shutdownNow();
                boolean _ = server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } finally {
            server.shutdownNow();
            others.shutdownNow();
        }
    }

    /**
     * Waits until the endpoint has stopped.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    private void set(ServingStatus status) {
        names.forEach(name -> health.setStatus(name, status));
    }

    /** Spares the services that never block the way over another thread. */
    private record DirectOr(List<String> direct, Executor others) implements ServerCallExecutorSupplier {

        @Override
        public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
            String service = call.getMethodDescriptor().getServiceName();
            return direct.contains(service) ? Runnable::run : others;
        }
    }
}
