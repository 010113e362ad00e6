package dev.parkway.client;

import dev.parkway.control.ControlLimits;
import dev.parkway.service.Certificates;
import dev.parkway.service.KeepAliveOptions;
import dev.parkway.telemetry.Telemetry;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** How the client reaches its server. */
final class ServerChannel {

    private ServerChannel() {}

    /** Returns a channel that the caller closes. Nothing that runs on it blocks, so it needs no threads. */
    static ManagedChannel to(ClientOptions options, Certificates certificates, Telemetry telemetry) {
        KeepAliveOptions keepAlive = options.keepAlive;
        NettyChannelBuilder builder = builder(options.server, options.channel, certificates)
                .directExecutor()
                .maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES)
                .keepAliveTime(keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS);
        telemetry.measure(builder);
        return builder.build();
    }

    /** Returns the beginning of any channel to a server, plaintext or TLS. */
    static NettyChannelBuilder builder(String server, ChannelOptions options, Certificates certificates) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(server, certificates.ofChannel());
        return options.serverName().isEmpty() ? builder : builder.overrideAuthority(options.serverName());
    }
}
