package dev.parkway.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One side of a session: its connections, and what a batch of tokens does to them. The same on both sides but
 * for the {@link Role}. Knows no gRPC beyond the status of a failure.
 *
 * <p>Locks: whoever holds this session's {@code lock} waits for nothing else, but those whom a batch lets in for the
 * outbox's, and whoever sends holds the outbox's alone. So a transport whose callbacks run on the sender's own thread
 * does no harm. State threads take neither for long: to give a turn they mark their connection in the {@link Outbox}.
 * Batches are taken in the order in which they stand in the {@link Inbox}, be it by whoever brings one or by another
 * thread.
 */
final class TokenSession {

    /** What a side does with a token whose connection it does not have. */
    @FunctionalInterface
    interface Role {
        /** Returns the connection of this number, to which the token opens the door; null if the token is late. */
        @Nullable
        ControlConnection unknown(long number);
    }

    /** An acknowledgement waits so long for a batch that it can go with. */
    private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(50);
    /** Nor does it wait for more than so many batches. */
    private static final long ACKNOWLEDGE_AT_BATCHES = 64;

    private final String name;
    private final long turnsPerConnection;
    private final int tokensPerBatch;
    private final Outbox outbox;
    private final Inbox inbox;
    private final ConnectionTable connections;
    private final Future<?> deadlines;

    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private final AtomicBoolean acknowledgementDue = new AtomicBoolean();
    /** Tokens for connections that are over. */
    private final LongAdder late = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    @GuardedBy("lock")
    private @Nullable Attach attach;
    @GuardedBy("lock")
    private long highestAttach;
    @GuardedBy("lock")
    private boolean attached;
    // True once no attach is taken any more.
    @GuardedBy("lock")
    private boolean closing;

    /** A session; {@code load} is that of this one and of its likes. */
    @SuppressWarnings("GuardedBy") // The inbox holds the lock when it has a batch taken.
    TokenSession(String name, long turnsPerConnection, int tokensPerBatch, Duration waitDeadline,
            Load load) {
        this.name = name;
        this.turnsPerConnection = turnsPerConnection;
        this.tokensPerBatch = tokensPerBatch;
        this.connections = new ConnectionTable(load);
        this.outbox = new Outbox(name, connections, new MarkQueue(), tokensPerBatch,
                Thread.ofVirtual().name("flusher-" + name).factory());
        this.inbox = new Inbox(name, lock, this::takeFromInbox, this::fail,
                Thread.ofVirtual().name("taker-" + name).factory());
        this.deadlines = watchDeadlines(waitDeadline, connections);
    }

    /** One round for all connections from time to time: a wait ends at most an eighth, or 10 ms, later than it should. */
    private static Future<?> watchDeadlines(Duration waitDeadline, ConnectionTable connections) {
        if (waitDeadline.isZero()) {
            return CompletableFuture.completedFuture(null);
        }
        long deadlineNanos = TimeUnit.NANOSECONDS.convert(waitDeadline);
        Duration period = Duration.ofNanos(Math.clamp(deadlineNanos / 16, 5_000_000L, 5_000_000_000L));
        return Timers.every(period, () -> connections.expireOverdue(System.nanoTime(), deadlineNanos));
    }

    String name() {
        return name;
    }

    ConnectionTable connections() {
        return connections;
    }

    /** Completes with how the session ended, after its waits have been ended and its stream let go of. */
    CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    private Traffic traffic() {
        return connections.traffic();
    }

    long late() {
        return late.sum();
    }

    /** A connection has something to say, which the next flush sends. */
    void mark(ControlConnection connection) {
        outbox.mark(connection);
    }

    /** Sends what there is to say; for state threads. */
    void flush() {
        outbox.flush(connections.running());
    }

    /** Has what there is to say sent; for gRPC's threads, when a stream takes more again for one. */
    void ready() {
        outbox.flushElsewhere();
    }

    /** What became of an attach. */
    enum Attached {
        /** Its stream is the present one now. */
        TAKEN,
        /** A newer one was taken before. */
        STALE,
        /** The session has ended. */
        OVER
    }

    /**
     * Makes a stream the present one. It is told first where all connections stand. An older stream ends as
     * taken over, and is ignored from now on.
     */
    Attached attach(Attach newest) {
        lock.lock();
        try {
            if (!SessionRules.accepts(newest.number(), highestAttach)) {
                return Attached.STALE;
            }
            if (closing || ending.get() || !outbox.attach(newest)) {
                return Attached.OVER;
            }
            highestAttach = newest.number();
            attach = newest;
            attached = true;
            traffic().attached(newest.number());
            return Attached.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Sees to it that an attach is never taken, nor an older one; says whether it was not taken yet. */
    boolean forgo(long number) {
        lock.lock();
        try {
            boolean free = SessionRules.accepts(number, highestAttach);
            highestAttach = free ? number : highestAttach;
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the session has ended, or is about to. */
    boolean over() {
        return ending.get();
    }

    /**
     * Takes a batch that came on a stream, or sees to it that another thread does. One that breaks the contract ends
     * the session with a status for the peer; one of an older stream is ignored. For the one thread at a time that
     * brings what comes on a stream.
     */
    void take(Attach from, TokenBatch batch, Role role) {
        inbox.bring(new Inbox.Delivery(from, batch, role));
    }

    /** Takes what the inbox hands out, which holds the lock meanwhile. */
    @GuardedBy("lock")
    private void takeFromInbox(Inbox.Delivery next) {
        if (next.from() == attach && !ending.get()) {
            takeInTurn(next.from(), next.batch(), next.role());
        }
    }

    @GuardedBy("lock")
    private void takeInTurn(Attach from, TokenBatch batch, Role role) {
        if (batch.size() > tokensPerBatch) {
            throw Failure.invalidArgument("BATCH_TOO_LARGE",
                    "a batch of " + batch.size() + " tokens, allowed are " + tokensPerBatch,
                    Map.of("tokens", Integer.toString(batch.size()), "allowed",
                            Integer.toString(tokensPerBatch)));
        }
        from.acknowledge(batch.acknowledged(),
                connection -> progressed(connection, ControlConnection.LAST_ACKNOWLEDGED));
        // First: a thread that a token lets go may flush before the rest is applied, and is to acknowledge what
        // makes room for it at the peer.
        from.take(!batch.isEmpty());
        traffic().received(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            take(batch.connection(i), batch.sequence(i), batch.last(i), role);
        }
        if (!batch.isEmpty()) {
            acknowledgeSoon(from);
        }
    }

    private void take(long number, long sequence, boolean last, Role role) {
        TokenRules.check(number, sequence, turnsPerConnection);
        ControlConnection connection = connections.get(number);
        if (connection == null) {
            connection = role.unknown(number);
            if (connection == null) {
                late.increment();
                traffic().late();
                return;
            }
        }
        TurnGate gate = connection.gate();
        TokenRules.checkAgainstFinal(number, sequence, last, gate.finalCount(), gate.received());
        if (last) {
            // In this order: whom the gate lets go on finds the finish line reached, and may close the session on it.
            if (connection.peerEnded()) {
                connections.finished();
            }
            gate.finish(sequence);
            progressed(connection, ControlConnection.PEER_ENDED);
        } else {
            gate.give(sequence);
        }
    }

    private void progressed(ControlConnection connection, int bit) {
        if (connection.forgettableAfter(bit)) {
            connections.forget(connection);
        }
    }

    private void acknowledgeSoon(Attach from) {
        if (from.batchesSinceAcknowledgement() >= ACKNOWLEDGE_AT_BATCHES) {
            outbox.acknowledge();
        } else if (acknowledgementDue.compareAndSet(false, true)) {
            var _ = Timers.after(ACKNOWLEDGE_AFTER, () -> {
                acknowledgementDue.set(false);
                outbox.acknowledge();
            });
        }
    }

    /**
     * Lets go of a stream that has broken. State threads stay where they are, and what they say waits for the
     * next stream.
     *
     * @return whether it was the present one; an older one changes nothing
     */
    boolean detach(Attach which) {
        inbox.takeWaiting();
        lock.lock();
        try {
            if (which != attach) {
                return false;
            }
            // Whatever is sent on it still is lost, and restated on the next.
            attach = null;
            return !ending.get();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the peer is there now, by a stream that has not broken as far as is known. */
    boolean isAttached() {
        lock.lock();
        try {
            return attach != null && !ending.get();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the session as lost if the attach of this number was the last one and has broken. */
    void loseIfDetachedSince(long number, String detail) {
        if (closeIfDetached(number)) {
            lose(TurnResult.SESSION_LOST, detail);
        }
    }

    /** Ends the session as closed if the attach of this number was the last one and has broken. */
    void closeIfDetachedSince(long number) {
        if (closeIfDetached(number)) {
            complete(SessionEnd.closed());
        }
    }

    private boolean closeIfDetached(long number) {
        lock.lock();
        try {
            boolean detached = attach == null && highestAttach == number;
            closing |= detached;
            // Not `closing`: whoever set it before ends the session in a way of his own.
            return detached;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the session, whose stream is gone, with a cause for its waits. */
    void lose(TurnResult cause, String detail) {
        end(SessionEnd.because(cause, detail), outbox::abandon);
    }

    /** Ends the session because the peer broke the contract, or is one too many. */
    void fail(StatusRuntimeException failure) {
        end(SessionEnd.because(TurnResult.SESSION_LOST, Failure.text(failure)), () -> outbox.fail(failure));
    }

    /** The same, if that came on the present stream. */
    void failFrom(Attach from, StatusRuntimeException failure) {
        inbox.takeWaiting();
        lock.lock();
        try {
            if (from != attach) {
                return;
            }
        } finally {
            lock.unlock();
        }
        fail(failure);
    }

    /** The peer has ended its half of a stream in order: so ends the session, if that is the present one. */
    void completeFrom(Attach from, Supplier<SessionEnd> end) {
        inbox.takeWaiting();
        lock.lock();
        try {
            if (from != attach) {
                return;
            }
            closing = true;
        } finally {
            lock.unlock();
        }
        complete(end.get());
    }

    /** Ends the session in order: what is left to say leaves first. */
    void complete(SessionEnd end) {
        end(end, outbox::complete);
    }

    /** Sends what is left and half-closes; the session ends when the peer completes it. */
    void halfClose() {
        outbox.halfClose();
    }

    /** Whether it has come to be a session at all, and not only an attempt; an attach that is under way is awaited. */
    private boolean hasBeen() {
        lock.lock();
        try {
            return attached;
        } finally {
            lock.unlock();
        }
    }

    private void end(SessionEnd end, Runnable farewell) {
        if (ending.compareAndSet(false, true)) {
            deadlines.cancel(false);
            inbox.close();
            if (hasBeen()) {
                traffic().ended(end);
            }
            try {
                // First: threads that end because of this have nobody to tell, and must not seem to be gone by
                // themselves.
                farewell.run();
            } finally {
                connections.close(end.cause().orElse(TurnResult.SESSION_LOST));
                ended.complete(end);
            }
        }
    }
}
