package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.control.Failure;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One call that watches. What its caller does not take in time waits in a buffer, and what has no room there
 * is missed.
 */
final class WatchCall implements Watcher {

    private final ServerCallStreamObserver<WatchTransitionsResponse> call;
    private final Predicate<ConnectionName> filter;
    private final int capacity;

    // All guarded by this, the calls on the stream too.
    private final ArrayDeque<Transition> buffer = new ArrayDeque<>();
    private boolean begins;
    private long missed;
    private long missedTold;
    private boolean over;

    WatchCall(ServerCallStreamObserver<WatchTransitionsResponse> call, Predicate<ConnectionName> filter,
            int capacity) {
        this.call = call;
        this.filter = filter;
        this.capacity = capacity;
    }

    @Override
    public synchronized void begun() {
        begins = true;
        flush();
    }

    @Override
    public boolean wants(ConnectionName connection) {
        return filter.test(connection);
    }

    @Override
    public synchronized boolean hasRoom() {
        return buffer.size() < capacity;
    }

    @Override
    public synchronized void tell(Transition transition) {
        buffer.add(transition);
        flush();
    }

    @Override
    public synchronized void missed(long count) {
        missed += count;
        flush();
    }

    @Override
    public synchronized void closed() {
        if (!over) {
            over = true;
            buffer.clear();
            call.onError(Failure.unavailable("SHUTTING_DOWN", "this process is shutting down", Map.of()));
        }
    }

    /** The caller has gone. */
    synchronized void cancelled() {
        over = true;
        buffer.clear();
    }

    /** Sends as much as the stream takes now. */
    synchronized void flush() {
        while (!over && call.isReady() && hasNews()) {
            WatchTransitionsResponse.Builder response = WatchTransitionsResponse.newBuilder();
            if (begins) {
                begins = false;
            } else if (!buffer.isEmpty()) {
                response.setTransition(buffer.remove());
            }
            missedTold = missed;
            call.onNext(response.setMissed(missed).build());
        }
    }

    private boolean hasNews() {
        return begins || !buffer.isEmpty() || missed > missedTold;
    }
}
