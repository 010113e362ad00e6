package dev.parkway.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One side of a session: its connections, and what a batch of tokens does to them. The same on both sides but
 * for the {@link Role}. Knows no gRPC beyond the status of a failure.
 *
 * <p>Locks: this session's {@code lock} before the outbox's, never the other way round. State threads take
 * neither for long: to give a turn they mark their connection in the {@link Outbox}.
 */
final class TokenSession {

    /** What a side does with a token whose connection it does not have. */
    @FunctionalInterface
    interface Role {
        /** Returns the connection to which the token opens the door; null if the token is late. */
        @Nullable
        ControlConnection unknown(UnparkToken token);
    }

    /** An acknowledgement waits so long for a batch that it can go with. */
    private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(50);
    /** Nor does it wait for more than so many batches. */
    private static final long ACKNOWLEDGE_AT_BATCHES = 64;

    private final String name;
    private final long turnsPerConnection;
    private final int tokensPerBatch;
    private final Outbox outbox;
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private final Future<?> deadlines;

    private final Map<Long, ControlConnection> connections = new ConcurrentHashMap<>();
    /** Connections whose own thread has not ended. */
    private final AtomicLong running = new AtomicLong();
    /** Connections whose finish line is not reached. */
    private final AtomicLong unfinished = new AtomicLong();
    private volatile @Nullable CompletableFuture<Void> allFinished;
    private final AtomicBoolean acknowledgementDue = new AtomicBoolean();
    /** Tokens for connections that are over. */
    private final LongAdder late = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    @GuardedBy("lock")
    private @Nullable Attach attach;

    TokenSession(String name, long turnsPerConnection, int tokensPerBatch, Duration waitDeadline) {
        this.name = name;
        this.turnsPerConnection = turnsPerConnection;
        this.tokensPerBatch = tokensPerBatch;
        this.outbox = new Outbox(name, tokensPerBatch);
        this.deadlines = watchDeadlines(waitDeadline);
    }

    /** One round for all connections from time to time: a wait ends at most an eighth later than it should. */
    private Future<?> watchDeadlines(Duration waitDeadline) {
        if (waitDeadline.isZero()) {
            return CompletableFuture.completedFuture(null);
        }
        long deadlineNanos = Math.min(waitDeadline.toSeconds(), Integer.MAX_VALUE) * 1_000_000_000L
                + waitDeadline.toNanosPart();
        Duration period = Duration.ofNanos(Math.clamp(deadlineNanos / 16, 5_000_000L, 5_000_000_000L));
        return Timers.every(period, () -> {
            long nowNanos = System.nanoTime();
            for (ControlConnection connection : connections.values()) {
                connection.gate().expireIfOverdue(nowNanos, deadlineNanos);
            }
        });
    }

    String name() {
        return name;
    }

    CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    /** How many connections are not forgotten. */
    int size() {
        return connections.size();
    }

    long running() {
        return running.get();
    }

    long unfinished() {
        return unfinished.get();
    }

    long late() {
        return late.sum();
    }

    /** Adds a connection; one that comes after the session's end finds its gate ended. */
    void add(ControlConnection connection) {
        running.incrementAndGet();
        unfinished.incrementAndGet();
        connections.put(connection.number(), connection);
        SessionEnd end = ended.getNow(null);
        if (end != null) {
            connection.gate().end(end.cause().orElse(TurnResult.SESSION_LOST));
        }
    }

    /** Puts a connection into the queue without sending yet. */
    void mark(ControlConnection connection) {
        outbox.mark(connection);
    }

    /** A connection has something to say. */
    void tell(ControlConnection connection) {
        outbox.mark(connection);
        outbox.flush(connections.size());
    }

    void flush() {
        outbox.flush(connections.size());
    }

    /** One more thread of this side has ended. */
    void ownEnded() {
        running.decrementAndGet();
    }

    /** One more connection has reached its finish line. */
    void finished() {
        if (unfinished.decrementAndGet() == 0) {
            CompletableFuture<Void> waiting = allFinished;
            if (waiting != null) {
                waiting.complete(null);
            }
        }
    }

    /** Completes when every connection has reached its finish line. No connection is to be added any more. */
    CompletableFuture<Void> whenFinished() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        allFinished = waiting;
        if (unfinished.get() == 0) {
            waiting.complete(null);
        }
        return waiting;
    }

    /** Makes a stream the present one; with a greeting it begins with a batch, empty if need be. */
    void attach(Attach newest, boolean greet) {
        lock.lock();
        try {
            attach = newest;
            outbox.attach(newest, greet);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a batch that came on a stream. One that breaks the contract ends the session with a status for
     * the peer; one of an older stream is ignored.
     */
    void take(Attach from, List<UnparkToken> tokens, long acknowledged, Role role) {
        lock.lock();
        try {
            if (from != attach || ended.isDone()) {
                return;
            }
            if (tokens.size() > tokensPerBatch) {
                throw Failure.invalidArgument("BATCH_TOO_LARGE",
                        "a batch of " + tokens.size() + " tokens, allowed are " + tokensPerBatch,
                        Map.of("tokens", Integer.toString(tokens.size()), "allowed",
                                Integer.toString(tokensPerBatch)));
            }
            from.acknowledge(acknowledged,
                    connection -> progressed(connection, ControlConnection.LAST_ACKNOWLEDGED));
            for (UnparkToken token : tokens) {
                take(token, role);
            }
            from.take(!tokens.isEmpty());
        } catch (StatusRuntimeException e) {
            fail(e);
            return;
        } finally {
            lock.unlock();
        }
        if (!tokens.isEmpty()) {
            acknowledgeSoon(from);
        }
    }

    private void take(UnparkToken token, Role role) {
        TokenRules.check(token, turnsPerConnection);
        ControlConnection connection = connections.get(token.getConnection());
        if (connection == null) {
            connection = role.unknown(token);
            if (connection == null) {
                late.increment();
                return;
            }
        }
        TokenRules.checkAgainstFinal(token, connection.gate().finalCount(), connection.gate().received());
        if (token.getLast()) {
            connection.gate().finish(token.getSequence());
            if ((connection.advance(ControlConnection.PEER_ENDED)
                    & ControlConnection.FINISHED) == ControlConnection.OWN_ENDED) {
                finished();
            }
            progressed(connection, 0);
        } else {
            connection.gate().give(token.getSequence());
        }
    }

    private void progressed(ControlConnection connection, int bit) {
        int now = connection.advance(bit) | bit;
        if (now == ControlConnection.FORGETTABLE) {
            connections.remove(connection.number());
        }
    }

    private void acknowledgeSoon(Attach from) {
        if (from.batchesSinceAcknowledgement() >= ACKNOWLEDGE_AT_BATCHES) {
            outbox.flushAcknowledgement();
        } else if (acknowledgementDue.compareAndSet(false, true)) {
            Timers.after(ACKNOWLEDGE_AFTER, () -> {
                acknowledgementDue.set(false);
                outbox.flushAcknowledgement();
            });
        }
    }

    /** A stream has broken. Until sessions can be resumed, that is the session's end. */
    void broken(Attach which, String detail) {
        lock.lock();
        try {
            if (which != attach) {
                return;
            }
            attach = null;
        } finally {
            lock.unlock();
        }
        end(SessionEnd.because(TurnResult.SESSION_LOST, detail));
        outbox.detach();
    }

    /** Ends the session because the peer broke the contract, or is one too many. */
    void fail(StatusRuntimeException failure) {
        end(SessionEnd.because(TurnResult.SESSION_LOST, Failure.text(failure)));
        outbox.fail(failure);
    }

    /** Ends the session in order: what is left to say leaves first. */
    void complete(SessionEnd end) {
        end(end);
        outbox.complete();
    }

    /** Sends what is left and half-closes; the session ends when the peer completes it. */
    void halfClose() {
        outbox.complete();
    }

    /** Ends the waits of all connections, which then end by themselves and still say so to the peer. */
    void endWaits(TurnResult cause) {
        connections.values().forEach(connection -> connection.gate().end(cause));
    }

    private void end(SessionEnd end) {
        if (ended.complete(end)) {
            deadlines.cancel(false);
            endWaits(end.cause().orElse(TurnResult.SESSION_LOST));
        }
    }
}
