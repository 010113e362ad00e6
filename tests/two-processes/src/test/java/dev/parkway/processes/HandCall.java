package dev.parkway.processes;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A control stream whose messages are asked for one by one, or never, and are sent as fast as they leave. */
final class HandCall extends ClientCall.Listener<UnparkResponse> {

    private static final int ALL = Integer.MAX_VALUE / 2;

    private final ClientCall<UnparkRequest, UnparkResponse> call;
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private final Semaphore ready = new Semaphore(0);

    private HandCall(Channel channel, Metadata metadata, int asked) {
        call = channel.newCall(ControlServiceGrpc.getUnparkMethod(), CallOptions.DEFAULT);
        call.start(this, metadata);
        if (asked > 0) {
            call.request(asked);
        }
    }

    /** Takes whatever comes. */
    static HandCall reading(Channel channel, Metadata metadata) {
        return new HandCall(channel, metadata, ALL);
    }

    /** Takes the greeting and nothing else. */
    static HandCall notReading(Channel channel, Metadata metadata) {
        return new HandCall(channel, metadata, 1);
    }

    /** Waits until the server has greeted or ended it; says which. */
    boolean greeted() {
        try {
            greeted.get(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("neither greeted nor ended", e);
        }
    }

    /** Sends as soon as there is room; says whether the call still goes on. */
    boolean send(UnparkToken... tokens) {
        return send(RawAttach.batch(tokens));
    }

    boolean send(UnparkRequest batch) {
        if (!waitForRoom(Running.PATIENCE.toMillis())) {
            throw new AssertionError("the server takes nothing more, and says nothing");
        }
        call.sendMessage(batch);
        return !ended.isDone();
    }

    /** Waits until there is room to send; says whether there is. */
    boolean waitForRoom(long atMostMillis) {
        try {
            while (!call.isReady() && !ended.isDone()) {
                if (!ready.tryAcquire(atMostMillis, TimeUnit.MILLISECONDS)) {
                    return call.isReady();
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void halfClose() {
        call.halfClose();
    }

    void cancel() {
        call.cancel("on purpose", null);
    }

    Status awaitEnd() {
        try {
            return ended.get(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no end", e);
        }
    }

    @Override
    public void onMessage(UnparkResponse message) {
        greeted.complete(null);
    }

    @Override
    public void onReady() {
        ready.release();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        ended.complete(status);
        greeted.completeExceptionally(status.asException());
        ready.release();
    }
}
