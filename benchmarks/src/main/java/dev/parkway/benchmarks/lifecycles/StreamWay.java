package dev.parkway.benchmarks.lifecycles;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.ControlServiceGrpc.ControlServiceStub;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;

/**
 * A stream for each connection, all on one HTTP/2 connection with direct executors, and a virtual thread at either
 * end that waits for its turns: the naive design.
 */
final class StreamWay {

    /** As the client of the default scenario gives; the server gives one less. */
    private static final int TURNS = 5;

    private StreamWay() {}

    static String serve() throws IOException {
        Server server = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new ControlServiceGrpc.ControlServiceImplBase() {
                    @Override
                    public StreamObserver<UnparkRequest> unpark(StreamObserver<UnparkResponse> responses) {
                        return new Answering(responses);
                    }
                }).build().start();
        return Integer.toString(server.getPort());
    }

    static Opening open(String address) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(address))
                .usePlaintext().directExecutor().build();
        ControlServiceStub stub = ControlServiceGrpc.newStub(channel);
        return share -> {
            long begunNanos = System.nanoTime();
            Slots slots = new Slots(share);
            long connections = slots
                    .run(() -> Thread.startVirtualThread(() -> new Asking(slots).run(stub)));
            return new Result(connections, System.nanoTime() - begunNanos, 0);
        };
    }

    private static UnparkToken token(int count) {
        return UnparkToken.newBuilder().setConnection(1).setSequence(count).setLast(count == TURNS).build();
    }

    /** Gives a turn back for each but the last. */
    private static final class Answering implements StreamObserver<UnparkRequest> {

        private final StreamObserver<UnparkResponse> responses;
        private final Semaphore turns = new Semaphore(0);

        Answering(StreamObserver<UnparkResponse> responses) {
            this.responses = responses;
            Thread _ = Thread.startVirtualThread(this::run);
        }

        private void run() {
            for (int turn = 1; turn < TURNS; turn++) {
                turns.acquireUninterruptibly();
                responses.onNext(UnparkResponse.newBuilder().addTokens(token(turn)).build());
            }
            turns.acquireUninterruptibly();
            responses.onCompleted();
        }

        @Override
        public void onNext(UnparkRequest request) {
            turns.release();
        }

        @Override
        public void onError(Throwable failure) {
            turns.release(TURNS);
        }

        @Override
        public void onCompleted() {}
    }

    /** Gives the first turn, and one more for each that comes back. */
    private static final class Asking implements StreamObserver<UnparkResponse> {

        private final Slots slots;
        private final Semaphore turns = new Semaphore(0);

        Asking(Slots slots) {
            this.slots = slots;
        }

        void run(ControlServiceStub stub) {
            StreamObserver<UnparkRequest> requests = stub.unpark(this);
            for (int turn = 1; turn < TURNS; turn++) {
                requests.onNext(UnparkRequest.newBuilder().addTokens(token(turn)).build());
                turns.acquireUninterruptibly();
            }
            requests.onNext(UnparkRequest.newBuilder().addTokens(token(TURNS)).build());
            requests.onCompleted();
        }

        @Override
        public void onNext(UnparkResponse response) {
            turns.release();
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException("a stream broke", failure);
        }

        @Override
        public void onCompleted() {
            slots.ended();
        }
    }
}
