package dev.parkway.client;

import dev.parkway.control.ControlLimits;
import dev.parkway.control.EventLoops;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.service.Certificates;
import dev.parkway.telemetry.Telemetry;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How the client reaches its servers. */
final class ServerChannel {

    /** Sessions go to all servers of the name in turn, but for those that say that they take no more. */
    private static final Map<String, Object> SPREAD = Map.of(
            "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
            "healthCheckConfig", Map.of("serviceName", ControlServiceGrpc.SERVICE_NAME));

    private ServerChannel() {}

    /** Returns a channel to all servers of the name, each call to the next one. The caller closes it. */
    static ManagedChannel toAll(ClientOptions options, Certificates certificates, Telemetry telemetry) {
        return measured(builder(options.server, options.channel, certificates).defaultServiceConfig(SPREAD),
                options, telemetry);
    }

    /** Returns a channel to one of them, at the address, who must be who the name says. The caller closes it. */
    static ManagedChannel toOne(String address, String authority, ClientOptions options,
            Certificates certificates, Telemetry telemetry) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(address, certificates.ofChannel());
        return measured(builder.overrideAuthority(authority), options, telemetry);
    }

    /** Nothing that runs on it blocks, so it needs no threads. */
    private static ManagedChannel measured(NettyChannelBuilder builder, ClientOptions options,
            Telemetry telemetry) {
        EventLoops.carry(builder).directExecutor()
                .maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES)
                .keepAliveTime(options.keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(options.keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS);
        telemetry.measure(builder);
        return builder.build();
    }

    /** Returns the beginning of a channel to a target, plaintext or TLS. */
    private static NettyChannelBuilder builder(String server, ChannelOptions options,
            Certificates certificates) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(server, certificates.ofChannel());
        return options.serverName().isEmpty() ? builder : builder.overrideAuthority(options.serverName());
    }
}
