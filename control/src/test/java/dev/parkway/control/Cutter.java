package dev.parkway.control;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a client and its channel and breaks streams; the server sees the client's cancel. */
final class Cutter implements ClientInterceptor {

    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();
    private final AtomicReference<@Nullable CutCall<?, ?>> newest = new AtomicReference<>();
    private final CountDownLatch refused = new CountDownLatch(1);
    // How many messages, of either direction, pass from one cut to the next; 0 for all.
    private volatile long every;
    private volatile boolean down;
    private volatile boolean atHalfClose;

    /** Cuts again and again, after so many messages each time. */
    Cutter every(long count) {
        every = count;
        return this;
    }

    /** Cuts the next stream that the client half-closes, once. */
    Cutter atHalfClose() {
        atHalfClose = true;
        return this;
    }

    long cuts() {
        return cuts.get();
    }

    /** Cuts the newest stream now and lets no other through until {@link #up()}. */
    void down() {
        down = true;
        cut(newest.get());
    }

    void up() {
        down = false;
    }

    /** Waits until the client has tried to attach while the way was cut. */
    void awaitRefused() throws InterruptedException {
        if (!refused.await(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the client did not try again");
        }
    }

    private void cut(@Nullable CutCall<?, ?> call) {
        if (call != null) {
            cuts.incrementAndGet();
            call.cancel("cut on purpose", null);
        }
    }

    private boolean due() {
        long between = every;
        return between > 0 && messages.incrementAndGet() % between == 0;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new CutCall<>(next.newCall(method, options));
    }

    private final class CutCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

        CutCall(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            newest.set(this);
            super.start(new SimpleForwardingClientCallListener<>(listener) {
                @Override
                public void onMessage(A message) {
                    // The message that is cut off may have arrived or not: here it has.
                    super.onMessage(message);
                    if (due()) {
                        cut(CutCall.this);
                    }
                }
            }, headers);
            if (down) {
                refused.countDown();
                cancel("the way is cut", null);
            }
        }

        @Override
        public void sendMessage(Q message) {
            if (due()) {
                // Here it has not.
                cut(this);
            } else {
                super.sendMessage(message);
            }
        }

        @Override
        public void halfClose() {
            super.halfClose();
            if (atHalfClose) {
                atHalfClose = false;
                cut(this);
            }
        }
    }
}
