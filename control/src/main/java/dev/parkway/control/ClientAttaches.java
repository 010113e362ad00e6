package dev.parkway.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.TurnResult;
import io.github.resilience4j.core.IntervalFunction;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attaches by which a client holds on to its session: one at a time, and when its stream breaks the next,
 * after a pause that grows with every try. Whoever has not been taken again within the linger time gives up.
 */
final class ClientAttaches {

    private static final Logger log = LoggerFactory.getLogger(ClientAttaches.class);

    /** A stream that has lived so long was sound; the next pause is the shortest again. */
    private static final Duration SOUND = Duration.ofSeconds(5);

    private final SessionId id;
    private final SessionTerms terms;
    private final Dialer dialer;
    private final IntervalFunction backOff;
    private final Duration linger;
    private final TokenSession session;
    private final TokenSession.Role role;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    @GuardedBy("lock")
    private long number;
    @GuardedBy("lock")
    private @Nullable ClientAttach newest;
    @GuardedBy("lock")
    private long resumed;
    @GuardedBy("lock")
    private int tries;
    @GuardedBy("lock")
    private long attachedSinceNanos;
    @GuardedBy("lock")
    private @Nullable Future<?> givingUp;

    // Set once, when nothing is left to wait for but the server's OK.
    private volatile boolean finishing;
    // Written by the callbacks of the newest attach.
    private volatile String instance = "";
    private volatile String address = "";

    ClientAttaches(SessionId id, SessionTerms terms, Dialer dialer, IntervalFunction backOff, Duration linger,
            TokenSession session, TokenSession.Role role) {
        this.id = id;
        this.terms = terms;
        this.dialer = dialer;
        this.backOff = backOff;
        this.linger = linger;
        this.session = session;
        this.role = role;
        // Whatever ends the session, an attach that is still on its way is of no use.
        var _ = session.ended().thenRun(this::letGo);
    }

    /** Completes when the server has opened the session; fails with the status that says why not. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    /** Whether the server has opened the session, which may be over by now. */
    boolean isOpen() {
        return opened.isDone() && !opened.isCompletedExceptionally();
    }

    String instance() {
        return instance;
    }

    String address() {
        return address;
    }

    /** How many times the session was resumed. */
    long resumed() {
        lock.lock();
        try {
            return resumed;
        } finally {
            lock.unlock();
        }
    }

    /** Dials the server once more, under the next number. */
    void dial() {
        ClientAttach attach;
        lock.lock();
        try {
            number++;
            attach = new ClientAttach(this, session, role, number);
            newest = attach;
        } finally {
            lock.unlock();
        }
        dialer.dial(new AttachRequest(id, attach.number(), terms), address, attach);
        if (session.over()) {
            attach.letGo();
        } else if (attach.number() > AttachRequest.OPENING) {
            hurryLater(attach, 1);
        }
    }

    /** A transport's own pauses may grow beyond the linger time; ours do not. */
    private void hurryLater(ClientAttach attach, int time) {
        Future<?> _ = Timers.after(pause(time), () -> {
            if (isNewest(attach) && !attach.attached() && !session.over()) {
                dialer.hurry(address);
                hurryLater(attach, time + 1);
            }
        });
    }

    private Duration pause(int time) {
        return Duration.ofMillis(backOff.apply(time));
    }

    /** Says that this side is done; what is left to send leaves first. */
    void halfClose() {
        finishing = true;
        session.halfClose();
    }

    private void letGo() {
        ClientAttach attach;
        lock.lock();
        try {
            attach = newest;
            cancelGivingUp();
        } finally {
            lock.unlock();
        }
        if (attach != null) {
            attach.letGo();
        }
    }

    void answered(ClientAttach attach, String who, String where) {
        if (isNewest(attach)) {
            instance = who;
            address = where;
        }
    }

    void attached(ClientAttach attach) {
        boolean first = opened.complete(null);
        lock.lock();
        try {
            attachedSinceNanos = System.nanoTime();
            cancelGivingUp();
            resumed += first ? 0 : 1;
        } finally {
            lock.unlock();
        }
        if (!first) {
            log.atInfo().addKeyValue("session", id.name()).log("session {} resumed by attach {}", id,
                    attach.number());
        }
    }

    void completed(ClientAttach attach) {
        ended(attach, Status.Code.OK, Failure.internal("NOT_OPENED",
                "the server completed the stream before it opened the session"));
    }

    void failed(ClientAttach attach, Throwable failure) {
        ended(attach, Status.fromThrowable(failure).getCode(), failure);
    }

    private void ended(ClientAttach attach, Status.Code code, Throwable failure) {
        boolean broke = attach.detach();
        if (!isNewest(attach) || session.over()) {
            return;
        }
        String detail = code == Status.Code.OK ? "the server ended the session" : Failure.text(failure);
        if (finishing && SessionRules.closes(code)) {
            session.complete(SessionEnd.closed());
            return;
        }
        if (!opened.isDone()) {
            session.lose(TurnResult.SESSION_LOST, detail);
            opened.completeExceptionally(failure);
            return;
        }
        switch (dialer.closed() ? SessionRules.Next.SESSION_LOST : SessionRules.after(code)) {
            case TAKEN_OVER -> session.lose(TurnResult.TAKEN_OVER, detail);
            case SESSION_LOST -> session.lose(TurnResult.SESSION_LOST, detail);
            case ATTACH_AGAIN -> attachAgain(attach, broke, detail);
        }
    }

    private void attachAgain(ClientAttach attach, boolean broke, String detail) {
        Duration pause;
        lock.lock();
        try {
            if (broke) {
                log.atInfo().addKeyValue("session", id.name()).log(
                        "session {}: the stream of attach {} broke, attaching again for up to {} ms: {}", id,
                        attach.number(), TimeUnit.MILLISECONDS.convert(linger), detail);
                if (System.nanoTime() - attachedSinceNanos >= SOUND.toNanos()) {
                    tries = 0;
                }
                givingUp = Timers.after(linger, () -> giveUp(attach, detail));
            }
            tries++;
            pause = pause(tries);
        } finally {
            lock.unlock();
        }
        Future<?> _ = Timers.after(pause, () -> {
            if (!session.over()) {
                dial();
            }
        });
    }

    private void giveUp(ClientAttach attach, String detail) {
        if (finishing) {
            // Every thread of the peer has ended; that it knows of this one's end too was all that was missing.
            session.closeIfDetachedSince(attach.number());
        } else {
            session.loseIfDetachedSince(attach.number(),
                    "not resumed within " + TimeUnit.MILLISECONDS.convert(linger) + " ms after " + detail);
        }
    }

    @GuardedBy("lock")
    private void cancelGivingUp() {
        if (givingUp != null) {
            givingUp.cancel(false);
            givingUp = null;
        }
    }

    private boolean isNewest(ClientAttach attach) {
        lock.lock();
        try {
            return attach.equals(newest);
        } finally {
            lock.unlock();
        }
    }
}
