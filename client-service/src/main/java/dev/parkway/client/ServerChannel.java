package dev.parkway.client;

import dev.parkway.control.ControlLimits;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.service.Certificates;
import dev.parkway.telemetry.Telemetry;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.SocketAddress;
import java.security.Security;
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

    /**
     * Has this process follow what name servers say: the JDK would believe them for 30 s, and 10 s long that there is
     * no such name. To be called before any name is looked up.
     */
    static void followNames() {
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        // gRPC's own memory of the same.
        System.setProperty("networkaddress.cache.ttl", "1");
    }

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
        builder.directExecutor()
                .maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES)
                .keepAliveTime(options.keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(options.keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS);
        telemetry.measure(builder);
        return builder.build();
    }

    /** Returns the beginning of a channel to a target, plaintext or TLS. */
    static NettyChannelBuilder builder(String server, ChannelOptions options, Certificates certificates) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(server, certificates.ofChannel());
        return options.serverName().isEmpty() ? builder : builder.overrideAuthority(options.serverName());
    }

    /** The same to an address of a name, at which is who the name says. */
    static NettyChannelBuilder builder(SocketAddress address, String authority, ChannelOptions options,
            Certificates certificates) {
        return NettyChannelBuilder.forAddress(address, certificates.ofChannel())
                .overrideAuthority(options.serverName().isEmpty() ? authority : options.serverName());
    }
}
