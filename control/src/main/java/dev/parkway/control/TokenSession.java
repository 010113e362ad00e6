package dev.parkway.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    /** A session; {@code runningInAll} counts the threads of this one and of its likes. */
    TokenSession(String name, long turnsPerConnection, int tokensPerBatch, Duration waitDeadline,
            AtomicLong runningInAll) {
        this.name = name;
        this.turnsPerConnection = turnsPerConnection;
        this.tokensPerBatch = tokensPerBatch;
        this.connections = new ConnectionTable(runningInAll);
        this.outbox = new Outbox(name, new MarkQueue(), tokensPerBatch);
        this.deadlines = watchDeadlines(waitDeadline, connections);
    }

    /** One round for all connections from time to time: a wait ends at most an eighth later than it should. */
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

    /**
     * Makes a stream the present one; with a greeting it begins with a batch, empty if need be.
     *
     * @return whether it did; false if the session is over
     */
    boolean attach(Attach newest, boolean greet) {
        lock.lock();
        try {
            attach = newest;
            return outbox.attach(newest, greet);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a batch that came on a stream. One that breaks the contract ends the session with a status for
     * the peer; one of an older stream is ignored.
     */
    void take(Attach from, List<UnparkToken> tokens, long acknowledged, Role role) {
        try {
            takeInTurn(from, tokens, acknowledged, role);
        } catch (StatusRuntimeException e) {
            // Not under the lock: others learn of the end, and may do what they like.
            fail(e);
        }
    }

    private void takeInTurn(Attach from, List<UnparkToken> tokens, long acknowledged, Role role) {
        lock.lock();
        try {
            if (from != attach || ending.get()) {
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
            if (!tokens.isEmpty()) {
                acknowledgeSoon(from);
            }
        } finally {
            lock.unlock();
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
            if (connection.peerEnded()) {
                connections.finished();
            }
            progressed(connection, ControlConnection.PEER_ENDED);
        } else {
            connection.gate().give(token.getSequence());
        }
    }

    private void progressed(ControlConnection connection, int bit) {
        int now = connection.advance(bit) | bit;
        if ((now & ControlConnection.FORGETTABLE) == ControlConnection.FORGETTABLE) {
            connections.forget(connection);
        }
    }

    private void acknowledgeSoon(Attach from) {
        if (from.batchesSinceAcknowledgement() >= ACKNOWLEDGE_AT_BATCHES) {
            outbox.acknowledge();
        } else if (acknowledgementDue.compareAndSet(false, true)) {
            Timers.after(ACKNOWLEDGE_AFTER, () -> {
                acknowledgementDue.set(false);
                outbox.acknowledge();
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
        end(SessionEnd.because(TurnResult.SESSION_LOST, detail), outbox::detach);
    }

    /** Ends the session because the peer broke the contract, or is one too many. */
    void fail(StatusRuntimeException failure) {
        end(SessionEnd.because(TurnResult.SESSION_LOST, Failure.text(failure)), () -> outbox.fail(failure));
    }

    /** Ends the session in order: what is left to say leaves first. */
    void complete(SessionEnd end) {
        end(end, outbox::complete);
    }

    /** Sends what is left and half-closes; the session ends when the peer completes it. */
    void halfClose() {
        outbox.complete();
    }

    private void end(SessionEnd end, Runnable farewell) {
        if (ending.compareAndSet(false, true)) {
            deadlines.cancel(false);
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
