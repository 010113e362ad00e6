package dev.parkway.control;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;

/** What gRPC runs over. */
enum Transport {
    /** HTTP/2 on loopback, callbacks on gRPC's own pool. */
    NETTY {
        @Override
        ServerBuilder<?> server() {
            return EventLoops.carry(NettyServerBuilder
                    .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }

        @Override
        ManagedChannelBuilder<?> channel(Server server) {
            return EventLoops.carry(NettyChannelBuilder.forAddress(server.getListenSockets().getFirst()))
                    .usePlaintext();
        }
    },

    /** HTTP/2 on loopback, callbacks on the event loops: a callback that parked would stop everything. */
    NETTY_DIRECT {
        @Override
        ServerBuilder<?> server() {
            return NETTY.server().directExecutor();
        }

        @Override
        ManagedChannelBuilder<?> channel(Server server) {
            return NETTY.channel(server).directExecutor();
        }
    },

    /** HTTP/2 with so small a window that the streams are busy most of the time. */
    NETTY_NARROW {
        private static final int WINDOW_BYTES = 64;

        @Override
        ServerBuilder<?> server() {
            return ((NettyServerBuilder) NETTY.server()).flowControlWindow(WINDOW_BYTES);
        }

        @Override
        ManagedChannelBuilder<?> channel(Server server) {
            return ((NettyChannelBuilder) NETTY.channel(server)).flowControlWindow(WINDOW_BYTES);
        }
    },

    /** No network: a stream is ready only when the other side has asked for a message. */
    IN_PROCESS {
        @Override
        ServerBuilder<?> server() {
            return InProcessServerBuilder.forName(UUID.randomUUID().toString());
        }

        @Override
        ManagedChannelBuilder<?> channel(Server server) {
            return InProcessChannelBuilder.forAddress(server.getListenSockets().getFirst());
        }
    },

    /** No network and no threads: each side's callbacks run on the other side's threads. */
    IN_PROCESS_DIRECT {
        @Override
        ServerBuilder<?> server() {
            return IN_PROCESS.server().directExecutor();
        }

        @Override
        ManagedChannelBuilder<?> channel(Server server) {
            return IN_PROCESS.channel(server).directExecutor();
        }
    };

    abstract ServerBuilder<?> server();

    abstract ManagedChannelBuilder<?> channel(Server server);
}
