package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that watches several servers. Each of them is asked for no more than a few transitions that its caller has
 * not taken; what has to wait longer waits at the server, which counts what it misses. A connection is one server's, so
 * the order within it is that server's own.
 */
final class MergedWatch {

    private static final Logger log = LoggerFactory.getLogger(MergedWatch.class);

    /** Transitions that a server may be ahead of the caller. */
    private static final int AHEAD = 64;
    /** With so many waiting nobody new is watched: servers that come and go would fill the memory. */
    private static final int CROWD = 4_096;
    /** How often to look who has come and gone, and to try again who could not be asked. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ServerCallStreamObserver<WatchTransitionsResponse> call;
    private final WatchTransitionsRequest request;
    private final Peers peers;
    private final SessionHomes homes;
    private final long beginsNanos;
    private final CountDownLatch ended = new CountDownLatch(1);
    // One thing after the other and no lock: servers answer by threads that may hold locks of their own.
    private final SynchronizationContext turns = new SynchronizationContext(
            (_, failure) -> failed(failure));

    // All touched in turns alone, the calls on the streams too.
    private final Map<Peer, Leg> legs = new HashMap<>();
    private final ArrayDeque<Told> waiting = new ArrayDeque<>();
    private boolean looked;
    private boolean begun;
    private boolean toldBegin;
    private boolean over;
    private long missedByOthers;
    private long missedTold;
    private long changes;
    private long changesTold;

    /** A transition that the caller has not taken, and by whom it was told. */
    private record Told(Leg by, Transition transition) {}

    MergedWatch(ServerCallStreamObserver<WatchTransitionsResponse> call, WatchTransitionsRequest request,
            Peers peers, SessionHomes homes, Duration patience) {
        this.call = call;
        this.request = request;
        this.peers = peers;
        this.homes = homes;
        beginsNanos = System.nanoTime() + patience.toNanos();
    }

    /** Begins as soon as each server has begun or cannot be asked, but does not wait for ever. */
    void start() {
        call.setOnReadyHandler(() -> turns.execute(this::flush));
        call.setOnCancelHandler(() -> turns.execute(this::end));
        call.setOnCloseHandler(() -> turns.execute(this::end));
        Thread _ = Thread.ofVirtual().name("merged watch").start(this::follow);
    }

    private void follow() {
        try {
            do {
                List<Peer> present = peers.present();
                turns.execute(() -> look(present));
            } while (!ended.await(LOOK.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(List<Peer> present) {
        for (Iterator<Leg> each = legs.values().iterator(); each.hasNext();) {
            Leg leg = each.next();
            if (!present.contains(leg.peer)) {
                each.remove();
                leg.leave();
                changes++;
            }
        }
        for (Peer peer : present) {
            Leg leg = legs.get(peer);
            if (!over && waiting.size() < CROWD && (leg == null || leg.failed)) {
                Leg another = new Leg(peer, leg != null);
                legs.put(peer, another);
                another.start();
            }
        }
        looked = true;
        settle();
        flush();
    }

    private void settle() {
        boolean all = looked && legs.values().stream().allMatch(each -> each.told || each.failed);
        if (!begun && (all || System.nanoTime() - beginsNanos >= 0)) {
            begun = true;
            // Until now nobody was told that they were or were not there.
            changes = 0;
        }
    }

    /** Sends as much as the stream takes now. */
    private void flush() {
        while (begun && !over && call.isReady() && hasNews()) {
            WatchTransitionsResponse.Builder response = WatchTransitionsResponse.newBuilder();
            Leg taken = null;
            if (!toldBegin) {
                toldBegin = true;
            } else if (!waiting.isEmpty()) {
                Told next = waiting.remove();
                response.setTransition(next.transition());
                taken = next.by();
            }
            missedTold = missed();
            changesTold = changes;
            call.onNext(response.setMissed(missedTold).setServersChanged(changesTold).build());
            if (taken != null) {
                taken.more();
            }
        }
    }

    private boolean hasNews() {
        return !toldBegin || !waiting.isEmpty() || missed() > missedTold || changes > changesTold;
    }

    private long missed() {
        return missedByOthers + legs.values().stream().mapToLong(each -> each.missed).sum();
    }

    /** The caller has gone, or is told no more. */
    private void end() {
        over = true;
        ended.countDown();
        legs.values().forEach(Leg::leave);
        legs.clear();
        waiting.clear();
    }

    private void failed(Throwable failure) {
        log.warn("a watch of several servers failed", failure);
        refuse(Status.INTERNAL.withDescription("a mistake of ours, which the log tells")
                .asRuntimeException());
    }

    /** The caller is told why, and no more. */
    private void refuse(Throwable failure) {
        if (!over) {
            end();
            call.onError(failure);
        }
    }

    /** One attempt to watch one server. Its fields are touched in the watch's turns alone. */
    private final class Leg
            implements
                ClientResponseObserver<WatchTransitionsRequest, WatchTransitionsResponse> {

        private final Peer peer;
        private final boolean again;
        private @Nullable ClientCallStreamObserver<WatchTransitionsRequest> stream;
        private boolean told;
        private boolean failed;
        private boolean left;
        private long missed;

        Leg(Peer peer, boolean again) {
            this.peer = peer;
            this.again = again;
        }

        void start() {
            InspectionServiceGrpc.newStub(peer.channel()).watchTransitions(request, this);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchTransitionsRequest> started) {
            started.disableAutoRequestWithInitial(AHEAD);
            stream = started;
        }

        @Override
        public void onNext(WatchTransitionsResponse response) {
            turns.execute(() -> take(response));
        }

        private void take(WatchTransitionsResponse response) {
            if (left) {
                return;
            }
            if (!told) {
                told = true;
                changes++;
                settle();
            }
            missed = response.getMissed();
            if (response.hasTransition()) {
                homes.seen(response.getTransition().getConnection(), peer.address());
                waiting.add(new Told(this, response.getTransition()));
            } else {
                more();
            }
            flush();
        }

        @Override
        public void onError(Throwable failure) {
            turns.execute(() -> fail(failure));
        }

        private void fail(Throwable failure) {
            if (left) {
                return;
            }
            if (Status.fromThrowable(failure).getCode() == Status.Code.INVALID_ARGUMENT) {
                // As every one of them says.
                refuse(failure);
                return;
            }
            if (told || !again) {
                changes++;
            }
            failed = true;
            told = false;
            missedByOthers += missed;
            missed = 0;
            settle();
            flush();
        }

        @Override
        public void onCompleted() {
            onError(Status.UNAVAILABLE.withDescription("it has ended the watch").asRuntimeException());
        }

        /** Has the server tell one more. */
        void more() {
            if (stream != null && !left && !failed) {
                stream.request(1);
            }
        }

        /** Nothing more of it is wanted. */
        void leave() {
            left = true;
            missedByOthers += missed;
            missed = 0;
            if (stream != null && !failed) {
                stream.cancel("it is not watched any more", null);
            }
        }
    }
}
