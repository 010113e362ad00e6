package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Only where there is epoll: elsewhere gRPC's event loops do it. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class EventLoopsTest {

    private record Where(String thread, boolean looksOut) {

        static Where here() {
            return new Where(Thread.currentThread().getName(), Lookout.ofThisThread() != null);
        }
    }

    /** Tells where a server's calls come in. */
    private record Asking(CompletableFuture<Where> where) implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            where.complete(Where.here());
            return next.startCall(call, headers);
        }
    }

    /** Tells where the answer to a call that opens no session comes in. */
    private record Refused(CompletableFuture<Where> where) implements StreamObserver<UnparkResponse> {

        @Override
        public void onNext(UnparkResponse batch) {}

        @Override
        public void onError(Throwable failure) {
            where.complete(Where.here());
        }

        @Override
        public void onCompleted() {}
    }

    @Test
    void carry_serverAndChannel_runOnEventLoopsThatLookOut() throws Exception {
        CompletableFuture<Where> served = new CompletableFuture<>();
        CompletableFuture<Where> asked = new CompletableFuture<>();
        Server server = EventLoops
                .carry(NettyServerBuilder
                        .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .directExecutor().intercept(new Asking(served))
                .addService(new ControlServer(new AcceptQueue())).build().start();
        ManagedChannel channel = EventLoops
                .carry(NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()))
                .usePlaintext().directExecutor().build();
        try {
            StreamObserver<UnparkRequest> _ = ControlServiceGrpc.newStub(channel).unpark(new Refused(asked));

            assertThat(served.get(30, TimeUnit.SECONDS).thread()).startsWith("control-loop");
            assertThat(served.join().looksOut()).isTrue();
            assertThat(asked.get(30, TimeUnit.SECONDS).thread()).startsWith("control-loop");
            assertThat(asked.join().looksOut()).isTrue();
        } finally {
            channel.shutdownNow();
            server.shutdownNow().awaitTermination();
        }
    }

    @Test
    void carry_channelToASocketFile_isRefused() {
        NettyChannelBuilder builder = EventLoops.carry(NettyChannelBuilder.forTarget("unix:/run/none.sock"));

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("unix");
    }
}
