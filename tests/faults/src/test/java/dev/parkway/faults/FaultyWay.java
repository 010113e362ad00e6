package dev.parkway.faults;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client's way to its server, on which things go wrong. At each {@link Crossing} it asks what is to happen.
 * What comes late comes when a later stream has begun, or at last when the way is closed.
 */
final class FaultyWay implements ClientInterceptor, AutoCloseable {

    private final Faults faults;
    private final Counts counts;
    private final int window;
    private final ScheduledExecutorService timer;

    // All guarded by this.
    private long crossings;
    private List<Runnable> beforeNext = new ArrayList<>();
    private List<Runnable> afterNext = new ArrayList<>();
    private boolean closed;

    /** The window says how many batches the server may send before one is taken. */
    FaultyWay(Faults faults, Counts counts, int window, ScheduledExecutorService timer) {
        this.faults = faults;
        this.counts = counts;
        this.window = window;
        this.timer = timer;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new FaultyCall<>(this, window, () -> next.newCall(method, options));
    }

    /** How much has crossed so far. */
    synchronized long crossings() {
        return crossings;
    }

    /** Something crosses: says what is to become of it. */
    synchronized Fault cross(Crossing crossing) {
        crossings++;
        Fault fault = closed ? Fault.none() : faults.at(crossings, crossing);
        counts.fault(fault);
        return fault;
    }

    /** The client's callback threw, which it must not. */
    void threw(RuntimeException thrown) {
        counts.failed("a callback threw " + thrown);
    }

    void after(long millis, Runnable task) {
        var _ = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Has something done just before the next stream begins. */
    synchronized void beforeNext(Runnable task) {
        beforeNext.add(task);
    }

    /** Has something done when a later stream has begun. */
    synchronized void afterNext(Runnable task) {
        afterNext.add(task);
    }

    /** A stream is about to begin. */
    void begins() {
        List<Runnable> due;
        synchronized (this) {
            due = beforeNext;
            beforeNext = new ArrayList<>();
        }
        due.forEach(Runnable::run);
    }

    /** The server has taken a stream; nothing of the older ones is due before. */
    void begun() {
        List<Runnable> due;
        synchronized (this) {
            due = afterNext;
            afterNext = new ArrayList<>();
        }
        due.forEach(Runnable::run);
    }

    /**
     * Delivers an attach a second time, whose answers go nowhere. After the session's end an opening then opens
     * an empty one, which has to go by itself.
     */
    <Q, A> void duplicate(ClientCall<Q, A> second, Metadata headers) {
        AtomicBoolean over = new AtomicBoolean();
        second.start(new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                over.set(true);
            }
        }, headers);
        second.request(window);
        if (!over.get()) {
            afterNext(() -> second.cancel("a duplicate", null));
        }
    }

    /** Nothing goes wrong any more, and all that was to come late comes. */
    @Override
    public void close() {
        boolean left = true;
        while (left) {
            synchronized (this) {
                closed = true;
            }
            begins();
            begun();
            synchronized (this) {
                left = !beforeNext.isEmpty() || !afterNext.isEmpty();
            }
        }
    }
}
