package dev.parkway.control;

import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.util.NettyRuntime;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;

/**
 * The threads on which a process sends and receives turns: like gRPC's own but for one thing. After a batch of turns such
 * a thread looks out for the next for up to 30 microseconds, once and yielding to whoever wants the processor, before it
 * sleeps: to sleep and be woken for it would take as long.
 *
 * <pre>{@code
 * Server server = EventLoops.carry(NettyServerBuilder.forPort(50051)).addService(control).build();
 * }</pre>
 *
 * <p>They are daemon threads, one for each processor as gRPC's are, begin with the first server or channel, and stay.
 * Where there is no epoll there are none, and a server or channel stays with gRPC's.
 */
public final class EventLoops {

    private EventLoops() {}

    /** Made when the first asks for it. */
    private static final class Shared {

        static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(
                NettyRuntime.availableProcessors(),
                new DefaultThreadFactory("control-loop", true),
                EpollIoHandler.newFactory(0, Lookout::new));
    }

    /**
     * Has the process's event loops carry a server's streams. Sets event loops and type of channel.
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
     * Has the process's event loops carry a channel's streams. Sets event loops and type of channel.
     *
     * @param builder of a channel over TCP
     * @return the same builder
     */
    public static NettyChannelBuilder carry(NettyChannelBuilder builder) {
        return Epoll.isAvailable()
                ? builder.eventLoopGroup(Shared.LOOPS)
                        .channelType(EpollSocketChannel.class, InetSocketAddress.class)
                : builder;
    }
}
