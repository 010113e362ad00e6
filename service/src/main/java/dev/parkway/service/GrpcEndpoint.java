package dev.parkway.service;

import dev.parkway.service.EndpointPlan.Services;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A gRPC server as both services run it: with health of each service at every port of it, and reflection beside
 * inspection.
 */
public final class GrpcEndpoint {

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final List<Server> servers;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final HealthStatusManager health;
    private final ExecutorService others;
    private final List<String> names;

    private GrpcEndpoint(
            List<Server> servers, HealthStatusManager health, ExecutorService others, List<String> names) {
        this.servers = servers;
        this.health = health;
        this.others = others;
        this.names = names;
    }

    /**
     * Starts to listen; health says {@code NOT_SERVING} until {@link #serve()}.
     *
     * @param plan what, to whom and where
     * @return the endpoint
     * @throws IOException if it cannot listen: where and why, as in {@code 127.0.0.1:50051: Address already in use}
     */
    public static GrpcEndpoint start(EndpointPlan plan) throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        List<Server> servers = new ArrayList<>();
        GrpcEndpoint endpoint = new GrpcEndpoint(servers, health, threads, names(plan.services()));
        endpoint.set(ServingStatus.NOT_SERVING);
        try {
            for (Port port : Port.all(plan, health.getHealthService())) {
                servers.add(port.start(threads, plan.telemetry()));
            }
        } catch (IOException e) {
            servers.forEach(Server::shutdownNow);
            threads.close();
            throw e;
        }
        return endpoint;
    }

    private static List<String> names(Services services) {
        Stream<ServerServiceDefinition> all = Stream.concat(services.direct().stream(),
                Stream.of(services.attached(), services.inspection()).flatMap(List::stream)
                        .map(BindableService::bindService));
        return Stream.concat(all.map(each -> each.getServiceDescriptor().getName()),
                Stream.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES)).toList();
    }

    /** {@return the port that it listens on; the main one, if there are several} */
    public int port() {
        return servers.getFirst().getPort();
    }

    /** {@return for the log, its other ports, as in {@code  and 127.0.0.1:50052}; empty if there are none} */
    public String otherPorts() {
        return servers.stream().skip(1)
                .map(server -> " and " + at((InetSocketAddress) server.getListenSockets().getFirst()))
                .collect(Collectors.joining());
    }

    private static String at(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** {@return all its ports: the main one, then inspection's own if it has one, then health's} */
    public List<Integer> ports() {
        return servers.stream().map(Server::getPort).toList();
    }

    /** Says in health that every service is ready. */
    public void serve() {
        set(ServingStatus.SERVING);
    }

    /** Says in health that no service takes more, for good. */
    public void drain() {
        // gRPC warns of a second time.
        if (!draining.getAndSet(true)) {
            health.enterTerminalState();
        }
    }

    /**
     * Stops listening and lets calls that are under way end.
     *
     * @param grace how long those may take before they are cancelled
     * @throws InterruptedException if the thread was interrupted; everything is cancelled then
     */
    public void stop(Duration grace) throws InterruptedException {
        drain();
        servers.forEach(Server::shutdown);
        try {
            if (!awaitTermination(grace)) {
                servers.forEach(Server::shutdownNow);
                boolean _ = awaitTermination(LAST_WORDS);
            }
        } finally {
            servers.forEach(Server::shutdownNow);
            others.shutdownNow();
        }
    }

    private boolean awaitTermination(Duration atMost) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        boolean all = true;
        for (Server server : servers) {
            all &= server.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return all;
    }

    /**
     * Waits until the endpoint has stopped.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public void awaitTermination() throws InterruptedException {
        for (Server server : servers) {
            server.awaitTermination();
        }
    }

    private void set(ServingStatus status) {
        names.forEach(name -> health.setStatus(name, status));
    }
}
