package dev.parkway.faults;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One stream on a {@link FaultyWay}: a lane each way, and gRPC's own call behind them. */
final class FaultyCall<Q, A> extends ClientCall<Q, A> {

    /** So many batches of the client's may be under way while its lane is held. */
    private static final int UNDER_WAY = 4;
    /** So much later does a client learn of a cut that its server has noticed first. */
    private static final long LATE_MILLIS = 2;

    private final FaultyWay way;
    private final int window;
    private final Supplier<ClientCall<Q, A>> calls;
    private final ClientCall<Q, A> real;
    private final Lane there = new Lane();
    private final Lane back = new Lane();

    private @Nullable Listener<A> listener;
    private volatile boolean started;
    // True once what crosses meets no further fault: the stream is cut, or was given up.
    private volatile boolean cut;
    // Touched on the lane back.
    private boolean begun;

    FaultyCall(FaultyWay way, int window, Supplier<ClientCall<Q, A>> calls) {
        this.way = way;
        this.window = window;
        this.calls = calls;
        this.real = calls.get();
    }

    @Override
    public void start(Listener<A> client, Metadata headers) {
        listener = client;
        there.put(() -> attach(headers));
    }

    private void attach(Metadata headers) {
        way.begins();
        switch (way.cross(Crossing.ATTACH)) {
            case Fault.None _ -> startReal(headers);
            case Fault.Hold hold -> {
                startReal(headers);
                hold(there, hold);
            }
            case Fault.Cut broken -> {
                if (broken.delivered()) {
                    startReal(headers);
                }
                cut(broken.notice());
            }
            case Fault.Duplicate(boolean late) -> {
                Metadata again = new Metadata();
                again.merge(headers);
                Runnable second = () -> way.duplicate(calls.get(), again);
                // After the first in any case: gRPC delivers a call once, and the first is the one that lives.
                way.afterNext(late ? () -> way.afterNext(second) : second);
                startReal(headers);
            }
            case Fault.Delay(boolean overtaken) -> {
                Runnable delivery = () -> {
                    startReal(headers);
                    way.afterNext(this::cancelReal);
                };
                cut = true;
                if (overtaken) {
                    way.afterNext(delivery);
                } else {
                    way.beforeNext(delivery);
                }
                tellClient();
            }
        }
    }

    private void startReal(Metadata headers) {
        started = true;
        real.start(new FromServer(), headers);
        // What the client takes is its business; so much may be under way to it.
        real.request(window);
    }

    @Override
    public void sendMessage(Q message) {
        there.put(() -> cross(Crossing.REQUEST, there, () -> real.sendMessage(message)));
    }

    @Override
    public void halfClose() {
        there.put(() -> cross(Crossing.HALF_CLOSE, there, real::halfClose));
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        cut = true;
        List<Runnable> _ = there.shut();
        cancelReal();
        tellClient(Status.CANCELLED.withDescription(message).withCause(cause));
    }

    @Override
    public void request(int messages) {
        // The lane back gives one at a time, and stubs ask for the next after each.
    }

    @Override
    public boolean isReady() {
        return there.size() < UNDER_WAY && (cut || (started && real.isReady()));
    }

    private void cross(Crossing crossing, Lane lane, Runnable delivery) {
        if (cut) {
            deliver(lane, delivery);
            return;
        }
        switch (way.cross(crossing)) {
            case Fault.Hold hold -> {
                deliver(lane, delivery);
                hold(lane, hold);
            }
            case Fault.Cut broken -> {
                if (broken.delivered()) {
                    deliver(lane, delivery);
                }
                cut(broken.notice());
            }
            case Fault.None _,Fault.Duplicate _,Fault.Delay _ -> deliver(lane, delivery);
        }
    }

    private void deliver(Lane lane, Runnable delivery) {
        try {
            delivery.run();
        } catch (RuntimeException e) {
            // On the way there: cancelled meanwhile from the other lane, and so lost.
            if (lane != there) {
                way.threw(e);
            }
        }
    }

    private void hold(Lane lane, Fault.Hold hold) {
        lane.hold();
        way.after(hold.time().toMillis(), () -> {
            lane.release();
            back.put(() -> client().onReady());
        });
    }

    private void cut(Fault.Notice notice) {
        cut = true;
        List<Runnable> underWay = there.shut();
        switch (notice) {
            case BOTH -> {
                cancelReal();
                tellClient();
            }
            case CLIENT_FIRST -> {
                way.afterNext(() -> {
                    underWay.forEach(Runnable::run);
                    cancelReal();
                });
                tellClient();
            }
            case SERVER_FIRST -> {
                cancelReal();
                way.after(LATE_MILLIS, this::tellClient);
            }
        }
    }

    private void cancelReal() {
        if (started) {
            real.cancel("cut on purpose", null);
        }
    }

    private void tellClient() {
        tellClient(Status.UNAVAILABLE.withDescription("cut on purpose"));
    }

    private void tellClient(Status status) {
        back.shutWith(() -> client().onClose(status, new Metadata()));
    }

    private Listener<A> client() {
        Listener<A> client = listener;
        if (client == null) {
            throw new IllegalStateException("the call has not started");
        }
        return client;
    }

    private final class FromServer extends Listener<A> {

        @Override
        public void onHeaders(Metadata headers) {
            back.put(() -> client().onHeaders(headers));
        }

        @Override
        public void onMessage(A message) {
            back.put(() -> cross(Crossing.RESPONSE, back, () -> {
                client().onMessage(message);
                if (!begun) {
                    begun = true;
                    way.begun();
                }
            }));
            real.request(1);
        }

        @Override
        public void onReady() {
            back.put(() -> client().onReady());
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!cut) {
                back.put(() -> cross(Crossing.STATUS, back, () -> {
                    List<Runnable> _ = there.shut();
                    List<Runnable> _ = back.shut();
                    client().onClose(status, trailers);
                }));
            }
        }
    }
}
