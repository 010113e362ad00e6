package dev.parkway.endtoend;

import com.google.protobuf.DynamicMessage;
import dev.parkway.endtoend.Inspection.Seen;
import io.grpc.ClientCall;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A watch of a process's transitions: what went by so far, in that order. */
final class Watch implements AutoCloseable, StreamObserver<DynamicMessage> {

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicLong missed = new AtomicLong();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private Optional<ClientCall<DynamicMessage, DynamicMessage>> call = Optional.empty();

    private Watch() {}

    static Watch begin(
            Function<StreamObserver<DynamicMessage>, ClientCall<DynamicMessage, DynamicMessage>> start) {
        Watch watch = new Watch();
        watch.call = Optional.of(start.apply(watch));
        watch.begun.orTimeout(Deployment.SOON.toSeconds(), TimeUnit.SECONDS).join();
        return watch;
    }

    /** What went by so far. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** How many transitions the server says that it had to leave out. */
    long missed() {
        return missed.get();
    }

    @Override
    public void onNext(DynamicMessage response) {
        Fields.message(response, "transition").map(Inspection::seen).ifPresent(seen::add);
        missed.set(Fields.number(response, "missed"));
        // The first response, which shows nothing, says so.
        begun.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
        begun.completeExceptionally(failure);
        ended.complete(failure);
    }

    @Override
    public void onCompleted() {
        onError(new AssertionError("the watch was completed"));
    }

    /** Completes with the failure by which the server ended the watch. */
    CompletableFuture<Throwable> ended() {
        return ended;
    }

    @Override
    public void close() {
        call.ifPresent(each -> each.cancel("seen enough", null));
    }
}
