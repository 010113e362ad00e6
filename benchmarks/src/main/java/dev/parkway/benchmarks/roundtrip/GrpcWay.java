package dev.parkway.benchmarks.roundtrip;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** grpc-java and nothing else: messages of the same size, direct executors, no checks and no counts. */
final class GrpcWay implements Asker {

    private final ManagedChannel channel;
    private final StreamObserver<UnparkRequest> requests;
    private final Waiter back;
    private long sent;

    private GrpcWay(ManagedChannel channel, StreamObserver<UnparkRequest> requests, Waiter back) {
        this.channel = channel;
        this.requests = requests;
        this.back = back;
    }

    static Answerer answer(Threads threads) throws Exception {
        Server server = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new ControlServiceGrpc.ControlServiceImplBase() {
                    @Override
                    public StreamObserver<UnparkRequest> unpark(StreamObserver<UnparkResponse> responses) {
                        return answering(threads, responses);
                    }
                }).build().start();
        return new Answerer(Integer.toString(server.getPort()));
    }

    private static StreamObserver<UnparkRequest> answering(
            Threads threads, StreamObserver<UnparkResponse> responses) {
        Waiter there = new Waiter();
        long[] count = {0};
        Answerer.loop(threads, () -> {
            there.await();
            count[0]++;
            responses.onNext(UnparkResponse.newBuilder().addTokens(token(count[0])).build());
        });
        return new Giving<>(there);
    }

    static Asker ask(String address) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(address))
                .usePlaintext().directExecutor().build();
        Waiter back = new Waiter();
        return new GrpcWay(channel, ControlServiceGrpc.newStub(channel).unpark(new Giving<>(back)), back);
    }

    private static UnparkToken token(long count) {
        return UnparkToken.newBuilder().setConnection(1).setSequence(count).build();
    }

    @Override
    public void roundTrip() {
        sent++;
        requests.onNext(UnparkRequest.newBuilder().addTokens(token(sent)).build());
        back.await();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** Gives the waiter a turn for every message. */
    private record Giving<M>(Waiter waiter) implements StreamObserver<M> {

        @Override
        public void onNext(M message) {
            waiter.give();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
