package dev.parkway.control;

import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The threads on which a process's control streams send and receive: like gRPC's own but for one thing. After turns have
 * come, such a thread looks out for some 30 microseconds, once and politely, for what those whom they let go want sent:
 * to sleep and be woken for it would take as long. Where there is no epoll, gRPC's own are used.
 *
 * <pre>{@code
 * Server server = EventLoops.carry(NettyServerBuilder.forPort(50051)).addService(control).build();
 * }</pre>
 *
 * <p>They are daemon threads, as many as gRPC would have; begin with the first server or channel, and stay.
 */
public final class EventLoops {

    private EventLoops() {}

    /** Made when the first asks for it. */
    private static final class Shared {

        static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(0,
                new DefaultThreadFactory("control-loop", true),
                EpollIoHandler.newFactory(0, Lookout::new));
    }

    /**
     * Has the process's event loops carry a server's streams.
     *
     * @param builder of a server over TCP
     * @return the same builder
     */
    public static NettyServerBuilder carry(NettyServerBuilder builder) {
        return Epoll.isAvailable()
                ? builder.bossEventLoopGroup(Shared.LOOPS).workerEventLoopGroup(Shared.LOOPS)
                        .channelType(EpollServerSocketChannel.class)
                : builder;
    }

    /**
     * Has the process's event loops carry a channel's streams.
     *
     * @param builder of a channel over TCP
     * @return the same builder
     */
    public static NettyChannelBuilder carry(NettyChannelBuilder builder) {
        return Epoll.isAvailable()
                ? builder.eventLoopGroup(Shared.LOOPS).channelType(EpollSocketChannel.class)
                : builder;
    }
}
