package dev.parkway.service;

import dev.parkway.control.EventLoops;
import dev.parkway.service.EndpointPlan.Access;
import dev.parkway.service.EndpointPlan.Services;
import dev.parkway.telemetry.Telemetry;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One port of an endpoint.
 *
 * @param address where
 * @param credentials what it shows, and asks of its clients
 * @param keepAlive when to ask silent clients
 * @param direct the services whose methods never block, by name
 * @param services all of them
 */
record Port(InetSocketAddress address, ServerCredentials credentials, KeepAliveOptions keepAlive,
        List<String> direct, List<ServerServiceDefinition> services) {

    /** Above the largest message of any service here: a report of transitions. */
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;
    private static final int MAX_METADATA_BYTES = 4 * 1024;
    /** Far above what a client of ours has open at once: a stream of tokens, one of reports and a look at health. */
    private static final int MAX_CALLS_PER_CONNECTION = 100;
    /** A client that opens calls and takes them back at once costs a call each and is never over the limit above. */
    private static final int MAX_RESETS = 200;
    private static final int RESETS_WITHIN_SECONDS = 10;

    /** Returns the ports of an endpoint, the main one first. */
    static List<Port> all(EndpointPlan plan, BindableService health) {
        Services offered = plan.services();
        Access access = plan.access();
        List<ServerServiceDefinition> main = new ArrayList<>(List.of(health.bindService()));
        offered.direct().forEach(each -> main.add(allowed(each, access.attach())));
        offered.attached().forEach(each -> main.add(allowed(each.bindService(), access.attach())));
        List<ServerServiceDefinition> admin = new ArrayList<>();
        offered.inspection().forEach(each -> admin.add(allowed(each.bindService(), access.inspect())));
        if (offered.reflection()) {
            admin.add(allowed(ProtoReflectionServiceV1.newInstance().bindService(), access.inspect()));
            admin.add(allowed(reflectionForOlderTools().bindService(), access.inspect()));
        }
        List<String> direct = offered.direct().stream().map(each -> each.getServiceDescriptor().getName())
                .toList();
        List<Port> ports = new ArrayList<>();
        if (plan.places().admin().isPresent()) {
            admin.addFirst(health.bindService());
            ports.add(new Port(plan.places().admin().get(), access.credentials(), plan.keepAlive(), List.of(),
                    admin));
        } else {
            main.addAll(admin);
        }
        ports.addFirst(new Port(plan.places().main(), access.credentials(), plan.keepAlive(), direct, main));
        plan.places().healthPort().ifPresent(
                port -> ports.add(new Port(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        InsecureServerCredentials.create(), plan.keepAlive(), List.of(),
                        List.of(health.bindService()))));
        return ports;
    }

    private static ServerServiceDefinition allowed(ServerServiceDefinition service, ServerInterceptor to) {
        return ServerInterceptors.intercept(service, to);
    }

    @SuppressWarnings("deprecation") // grpcurl before 1.9 knows v1alpha alone.
    private static BindableService reflectionForOlderTools() {
        return ProtoReflectionService.newInstance();
    }

    /** Starts to listen; methods that may block run on the given threads. */
    Server start(Executor threads, Telemetry telemetry) throws IOException {
        NettyServerBuilder builder = EventLoops.carry(NettyServerBuilder
                .forAddress(address, Handshakes.watched(credentials)))
                .directExecutor()
                .callExecutor(new DirectOr(direct, threads))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .keepAliveTime(keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, RESETS_WITHIN_SECONDS);
        services.forEach(builder::addService);
        telemetry.measure(builder);
        try {
            return builder.build().start();
        } catch (IOException e) {
            throw new IOException(address.getHostString() + ":" + address.getPort() + ": " + reason(e), e);
        }
    }

    /** Returns the innermost reason, as in {@code Address already in use}. */
    private static String reason(IOException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // It has no message.
        return root instanceof UnresolvedAddressException ? "unknown host"
                : String.valueOf(root.getMessage());
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
