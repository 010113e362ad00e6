package dev.parkway.page;

import dev.parkway.parker.Unparker;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that watches something, and wakes somebody at each answer and at the end. Nothing is kept here: one answer
 * is taken at a time, and it is the other side that drops what a slow reader does not take.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class Watch<Q, A> implements ClientResponseObserver<Q, A>, AutoCloseable {

    private final Consumer<A> taker;
    private final Unparker wakes;
    private volatile @Nullable ClientCallStreamObserver<Q> call;
    private volatile @Nullable Throwable failure;
    private volatile boolean over;

    Watch(Consumer<A> taker, Unparker wakes) {
        this.taker = taker;
        this.wakes = wakes;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
    }

    @Override
    public void onNext(A answer) {
        taker.accept(answer);
        wakes.unpark();
    }

    @Override
    public void onError(Throwable why) {
        failure = why;
        over = true;
        wakes.unpark();
    }

    @Override
    public void onCompleted() {
        over = true;
        wakes.unpark();
    }

    /** Says whether nothing more comes. */
    boolean isOver() {
        return over;
    }

    /** Returns why nothing more comes; null if it still does, or came to its proper end. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        ClientCallStreamObserver<Q> stream = call;
        if (stream != null && !over) {
            stream.cancel("nobody looks any more", null);
        }
    }
}
