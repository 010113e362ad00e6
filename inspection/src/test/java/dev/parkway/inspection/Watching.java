package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client that watches; it takes no more than it asks for. */
final class Watching implements ClientResponseObserver<WatchTransitionsRequest, WatchTransitionsResponse> {

    final List<WatchTransitionsResponse> responses = new CopyOnWriteArrayList<>();
    volatile @Nullable Throwable failure;
    private final Channel channel;
    private @Nullable ClientCallStreamObserver<WatchTransitionsRequest> call;

    Watching(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchTransitionsRequest> started) {
        started.disableAutoRequestWithInitial(1);
        call = started;
    }

    /** Starts, and returns once the watch has begun, or has been refused. */
    Watching start(WatchTransitionsRequest request) {
        InspectionServiceGrpc.newStub(channel).watchTransitions(request, this);
        Served.await(() -> !responses.isEmpty() || failure != null);
        return this;
    }

    Watching startAll() {
        start(WatchTransitionsRequest.getDefaultInstance());
        take(Integer.MAX_VALUE);
        return this;
    }

    void take(int count) {
        Objects.requireNonNull(call).request(count);
    }

    void cancel() {
        Objects.requireNonNull(call).cancel("enough seen", null);
    }

    List<Transition> transitions() {
        return responses.stream().filter(WatchTransitionsResponse::hasTransition)
                .map(WatchTransitionsResponse::getTransition).toList();
    }

    List<String> states() {
        return transitions().stream().map(Seen::state).toList();
    }

    long missed() {
        return responses.isEmpty() ? 0 : responses.getLast().getMissed();
    }

    @Override
    public void onNext(WatchTransitionsResponse response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
    }

    @Override
    public void onCompleted() {
        failure = new IllegalStateException("a watch does not complete");
    }
}
