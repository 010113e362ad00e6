package dev.parkway.control;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A client that keeps to no contract. */
final class RawClient implements StreamObserver<UnparkResponse> {

    private final BlockingQueue<UnparkResponse> batches = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final StreamObserver<UnparkRequest> requests;
    private final AtomicLong received = new AtomicLong();

    RawClient(Channel channel, Metadata metadata) {
        requests = ControlServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata)).unpark(this);
    }

    /** Opens a session and waits for the server's greeting. */
    static RawClient opened(Channel channel) throws InterruptedException {
        RawClient client = new RawClient(channel, opening());
        UnparkResponse greeting = client.next();
        if (greeting.getTokensCount() != 0) {
            throw new AssertionError("the first message is empty, this one is " + greeting);
        }
        return client;
    }

    /** Metadata that opens a session of its own. */
    static Metadata opening() {
        return attach(SessionId.random(), AttachRequest.OPENING);
    }

    static Metadata attach(SessionId id, long number) {
        return new AttachRequest(id, number, Site.TERMS).toMetadata();
    }

    RawClient send(UnparkToken... tokens) {
        return send(UnparkRequest.newBuilder().addAllTokens(List.of(tokens)).build());
    }

    RawClient send(UnparkRequest batch) {
        requests.onNext(batch);
        return this;
    }

    void halfClose() {
        requests.onCompleted();
    }

    UnparkResponse next() throws InterruptedException {
        UnparkResponse batch = batches.poll(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (batch == null) {
            throw new AssertionError("no message came");
        }
        return batch;
    }

    /** How many messages have come so far, looked at or not. */
    long received() {
        return received.get();
    }

    /** The next message that has tokens. */
    List<UnparkToken> nextTokens() throws InterruptedException {
        List<UnparkToken> tokens = next().getTokensList();
        while (tokens.isEmpty()) {
            tokens = next().getTokensList();
        }
        return tokens;
    }

    /** Waits until the server completes the stream with OK. */
    void awaitOk() throws ExecutionException, InterruptedException, TimeoutException {
        end.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the server ends the stream with another status than OK. */
    StatusRuntimeException awaitFailure() throws Exception {
        try {
            awaitOk();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException failure) {
                return failure;
            }
        }
        throw new AssertionError("the server completed the stream");
    }

    @Override
    public void onNext(UnparkResponse batch) {
        received.incrementAndGet();
        batches.add(batch);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(null);
    }
}
