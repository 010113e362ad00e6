package dev.parkway.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A control session, seen from the process that opened it.
 *
 * <pre>{@code
 * ClientSession session = ClientSession.open(channel, terms, turnsPerConnection, Duration.ofSeconds(10));
 * ControlConnection connection = session.connect();
 * Thread.startVirtualThread(() -> {
 *     connection.unpark();         // the peer's first turn
 *     connection.gate().await(1);  // ours
 *     connection.finish();
 * });
 * session.finish(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>Any thread may call it. Built for a channel whose inbound messages are handled in order; a channel with
 * a {@code directExecutor} is the quickest, nothing here blocks it.
 */
public final class ClientSession implements AutoCloseable {

    private final SessionId id = SessionId.random();
    private final TokenSession session;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final ClientAttach stream;

    private final Object numbers = new Object();
    @GuardedBy("numbers")
    private long lastNumber;

    private ClientSession(SessionTerms terms, long turnsPerConnection) {
        session = new TokenSession(
                id.name(), turnsPerConnection, ControlLimits.DEFAULT_TOKENS_PER_BATCH, terms.waitDeadline(),
                new AtomicLong());
        stream = new ClientAttach(session, this::unknown, opened);
    }

    /**
     * Opens a session and waits until the server has accepted it. The id is fresh: each call is another
     * session.
     *
     * @param channel to the server; stays the caller's, and must outlive the session
     * @param terms what both sides are to agree on
     * @param turnsPerConnection how many turns this side takes on one connection at most
     * @param timeout how long to wait for the server, connecting included
     * @return the open session
     * @throws StatusRuntimeException if the server refused, or did not answer in time ({@code UNAVAILABLE})
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    public static ClientSession open(
            Channel channel, SessionTerms terms, long turnsPerConnection, Duration timeout)
            throws InterruptedException {
        ClientSession session = new ClientSession(terms, turnsPerConnection);
        AttachRequest request = new AttachRequest(session.id, AttachRequest.OPENING, terms);
        session.stream.start(
                ControlServiceGrpc.newStub(channel).withWaitForReady(), request.toMetadata());
        try {
            session.opened.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
            return session;
        } catch (ExecutionException e) {
            session.close();
            if (e.getCause() instanceof StatusRuntimeException status) {
                throw status;
            }
            throw Failure.internal("OPEN_FAILED", e.toString());
        } catch (TimeoutException e) {
            session.close();
            String authority = String.valueOf(channel.authority());
            String millis = Long.toString(TimeUnit.MILLISECONDS.convert(timeout));
            throw Failure.unavailable("NO_ANSWER",
                    "no server at " + authority + " opened the session within " + millis + " ms",
                    Map.of("authority", authority, "timeoutMillis", millis));
        } catch (InterruptedException e) {
            session.close();
            throw e;
        }
    }

    /** {@return the session's id: a secret, to prove the session to its server and to nobody else} */
    public SessionId id() {
        return id;
    }

    /** {@return the session's public name} */
    public String name() {
        return id.name();
    }

    /** {@return the name of the server process that holds the session} */
    public String instance() {
        return stream.instance();
    }

    /** {@return host and port at which that very process can be dialled again} */
    public String address() {
        return stream.address();
    }

    /**
     * Opens the next connection. The peer learns of it with the first turn given or the first
     * {@link ControlConnection#flush()}.
     *
     * @return this side of it; if the session is over, one whose waits end at once and say why
     */
    public ControlConnection connect() {
        // One step: connections reach the wire in the order of their numbers.
        synchronized (numbers) {
            lastNumber++;
            ControlConnection connection = new ControlConnection(session, lastNumber, true);
            session.connections().add(connection);
            session.mark(connection);
            return connection;
        }
    }

    private @Nullable ControlConnection unknown(UnparkToken token) {
        synchronized (numbers) {
            if (token.getConnection() <= lastNumber) {
                return null;
            }
            throw Failure.invalidArgument("NEVER_OPENED",
                    "connection " + token.getConnection() + " was never opened, the last is " + lastNumber,
                    Map.of("connection", Long.toString(token.getConnection()), "allowed",
                            "1.." + lastNumber));
        }
    }

    /** {@return completes with how the session ended; never with a failure} */
    public CompletableFuture<SessionEnd> ended() {
        return session.ended().copy();
    }

    /** {@return how many connections were opened and are not forgotten yet} */
    public int connections() {
        return session.connections().size();
    }

    /** {@return how many connections were opened whose finish line, both threads' end, is not reached} */
    public long unfinished() {
        return session.connections().unfinished();
    }

    /** {@return how many tokens came for connections that were over} */
    public long lateTokens() {
        return session.late();
    }

    /**
     * Waits at the finish line: until both threads of every connection have ended, then ends the session in
     * order. No connection is to be opened any more.
     *
     * @param timeout how long to wait in all
     * @return how the session ended; as lost if the time did not suffice
     * @throws InterruptedException if the thread was interrupted; the session is then still open
     */
    public SessionEnd finish(Duration timeout) throws InterruptedException {
        long timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        try {
            CompletableFuture.anyOf(session.connections().whenFinished(), session.ended())
                    .get(timeoutNanos, TimeUnit.NANOSECONDS);
            stream.halfClose();
            return session.ended().get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(Failure.unavailable("FINISH_TIMEOUT",
                    "not all connections finished within " + TimeUnit.MILLISECONDS.convert(timeout)
                            + " ms",
                    Map.of()));
            return session.ended().getNow(SessionEnd.because(TurnResult.SESSION_LOST, "finish timed out"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("these futures never fail", e);
        }
    }

    /** Ends the session at once; connections that have not finished are lost on both sides. */
    @Override
    public void close() {
        abandon(Failure.unavailable("CLIENT_CLOSED", "the client closed the session", Map.of()));
    }

    private void abandon(StatusRuntimeException why) {
        session.fail(why);
        // The session does not know its stream before the server's first answer, nor after its half-close.
        stream.fail(why);
    }

    @Override
    public String toString() {
        return "session " + name();
    }
}
