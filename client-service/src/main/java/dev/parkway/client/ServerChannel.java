package dev.parkway.client;

import dev.parkway.control.ControlLimits;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** How the client reaches its server. */
final class ServerChannel {

    private ServerChannel() {}

    /** Returns a channel that the caller closes. Nothing that runs on it blocks, so it needs no threads. */
    static ManagedChannel to(ClientOptions options) {
        return NettyChannelBuilder.forTarget(options.server)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES)
                .keepAliveTime(options.keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(options.keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS)
                .build();
    }
}
