package dev.parkway.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.TurnResult;
import io.github.resilience4j.core.IntervalFunction;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A control session, seen from the process that opened it.
 *
 * <pre>{@code
 * try (ClientSession session = ClientSession.open("localhost:50051");
 *         ControlConnection connection = session.connect()) {
 *     connection.unpark(); // the peer's first turn
 *     connection.park();   // ours
 * }
 * }</pre>
 *
 * <p>The other process has a {@link ControlListener}, or a {@link ControlServer} in a gRPC server of its own. A
 * session carries any number of connections at a time, each for a pair of threads.
 *
 * <p>Any thread may call it. Built for a channel whose inbound messages are handled in order; the quickest has a
 * {@code directExecutor}, which nothing here blocks for longer than it takes to give a batch of turns, and is
 * {@linkplain EventLoops#carry carried by event loops} that look out for turns.
 */
public final class ClientSession implements AutoCloseable {

    /** How long a client that is done waits for its server to say so too. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final SessionId id = SessionId.random();
    private final TokenSession session;
    // For callers, who may do to it what they like. One for all: the session's own would keep every copy.
    private final CompletableFuture<SessionEnd> ended;
    private final ClientAttaches attaches;

    private final Object numbers = new Object();
    @GuardedBy("numbers")
    private long lastNumber;

    ClientSession(Dialer dialer, IntervalFunction backOff, Duration linger, SessionTerms terms,
            long turnsPerConnection) {
        this(dialer, backOff, linger, terms, turnsPerConnection, new Traffic());
    }

    ClientSession(Dialer dialer, IntervalFunction backOff, Duration linger, SessionTerms terms,
            long turnsPerConnection, Traffic traffic) {
        session = new TokenSession(id.name(), turnsPerConnection, ControlLimits.DEFAULT_TOKENS_PER_BATCH,
                terms.waitDeadline(), new Load(traffic));
        ended = session.ended().copy();
        attaches = new ClientAttaches(id, terms, dialer, backOff, linger, session, this::unknown);
    }

    /**
     * Opens a session over a plaintext channel of its own, which ends with the session. Waits up to
     * {@link SessionTimeouts#DEFAULT_OPEN} for the server, so it does not matter which process starts first.
     *
     * @param target where the server is, as in {@code localhost:50051}, or any other of gRPC's target names
     * @return the open session
     * @throws StatusRuntimeException if the server refused, or did not answer in time ({@code UNAVAILABLE})
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    public static ClientSession open(String target) throws InterruptedException {
        ManagedChannel channel = channelTo(target).maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES)
                .directExecutor().build();
        boolean open = false;
        try {
            ClientSession session = open(channel);
            var _ = session.session.ended().thenRun(channel::shutdown);
            open = true;
            return session;
        } finally {
            if (!open) {
                channel.shutdownNow();
            }
        }
    }

    private static ManagedChannelBuilder<?> channelTo(String target) {
        ChannelCredentials plaintext = InsecureChannelCredentials.create();
        // For a socket that is a file gRPC sets event loops of its own.
        return target.startsWith("unix:") ? Grpc.newChannelBuilder(target, plaintext)
                : EventLoops.carry(NettyChannelBuilder.forTarget(target, plaintext));
    }

    /**
     * Opens a session over a channel that the caller has, on {@link SessionTerms#DEFAULT} and with
     * {@link SessionTimeouts#DEFAULT}.
     *
     * @param channel to the server; stays the caller's, and must outlive the session
     * @return the open session
     * @throws StatusRuntimeException if the server refused, or did not answer in time ({@code UNAVAILABLE})
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    public static ClientSession open(Channel channel) throws InterruptedException {
        return open(channel, SessionTerms.DEFAULT, ControlConnection.ANY_TURNS, SessionTimeouts.DEFAULT);
    }

    /**
     * Opens a session and waits until a server has accepted it. While none can be reached it tries again, each
     * time with a fresh id. Once open, the session outlives its streams: it is resumed until that has failed
     * for the linger time.
     *
     * @param channel to the server; stays the caller's, and must outlive the session
     * @param terms what both sides are to agree on
     * @param turnsPerConnection how many turns this side takes on one connection at most
     * @param timeouts how long to wait for the server
     * @return the open session
     * @throws StatusRuntimeException if the server refused, or did not answer in time ({@code UNAVAILABLE})
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    public static ClientSession open(
            Channel channel, SessionTerms terms, long turnsPerConnection, SessionTimeouts timeouts)
            throws InterruptedException {
        return open(Servers.one(channel), terms, turnsPerConnection, timeouts, new Traffic());
    }

    /**
     * The same with one of several servers, counted. The session is then that server's: it is resumed there and
     * nowhere else.
     *
     * @param servers one of which is to open it
     * @param terms what both sides are to agree on
     * @param turnsPerConnection how many turns this side takes on one connection at most
     * @param timeouts how long to wait for the server
     * @param traffic where to count what the session does; several sessions may share it
     * @return the open session
     * @throws StatusRuntimeException if the server refused, or did not answer in time ({@code UNAVAILABLE})
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    public static ClientSession open(
            Servers servers, SessionTerms terms, long turnsPerConnection, SessionTimeouts timeouts,
            Traffic traffic) throws InterruptedException {
        return new SessionOpening(servers, terms, turnsPerConnection, timeouts, traffic).open();
    }

    /** Waits for the server's first word; whatever else comes instead, nothing of the session is left. */
    void awaitOpened(long timeoutNanos) throws InterruptedException, TimeoutException {
        boolean open = false;
        try {
            attaches.dial();
            attaches.opened().get(timeoutNanos, TimeUnit.NANOSECONDS);
            open = true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) {
                throw status;
            }
            throw Failure.internal("OPEN_FAILED", e.toString());
        } finally {
            if (!open) {
                close();
            }
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
        return attaches.instance();
    }

    /** {@return host and port at which that very process can be dialled again} */
    public String address() {
        return attaches.address();
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

    private @Nullable ControlConnection unknown(long connection) {
        synchronized (numbers) {
            if (!SessionRules.opens(connection, lastNumber)) {
                return null;
            }
            throw Failure.invalidArgument("NEVER_OPENED",
                    "connection " + connection + " was never opened, the last is " + lastNumber,
                    Map.of("connection", Long.toString(connection), "allowed",
                            "1.." + lastNumber));
        }
    }

    /**
     * {@return completes with how the session ended; never with a failure} Stages of it run on whatever thread ends the
     * session, often one that serves others, too: they must not block.
     */
    public CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    /**
     * {@return whether it has ended or is about to, so that a connection opened now would end at once; true before any
     * wait ends because of it}
     */
    public boolean isOver() {
        return session.over();
    }

    /** {@return how many connections were opened and are not forgotten yet} */
    public int connections() {
        return session.connections().size();
    }

    /** {@return how many connections were opened whose finish line, both threads' end, is not reached} */
    public long unfinished() {
        return session.connections().unfinished();
    }

    /** {@return how many times the session was resumed after its stream had broken} */
    public long resumed() {
        return attaches.resumed();
    }

    /** How many tokens came for connections that were over. */
    long lateTokens() {
        return session.late();
    }

    /**
     * Waits at the finish line: until both threads of every connection have ended, then ends the session in
     * order. No connection is to be opened any more.
     *
     * @param timeout how long to wait in all
     * @return how the session ended; as lost if the time did not suffice
     * @throws InterruptedException if the thread was interrupted; the session has then not ended, unless all
     *         connections had: it goes on to do so
     */
    public SessionEnd finish(Duration timeout) throws InterruptedException {
        SessionEnd end = meetAndEnd(timeout);
        // By whoever ended the session it may be completed only in a moment.
        var _ = session.ended().thenAccept(ended::complete);
        return end;
    }

    private SessionEnd meetAndEnd(Duration timeout) throws InterruptedException {
        long timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        try {
            CompletableFuture.anyOf(session.connections().whenFinished(), session.ended())
                    .get(timeoutNanos, TimeUnit.NANOSECONDS);
            attaches.halfClose();
            return session.ended().get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            long left = unfinished();
            session.fail(Failure.unavailable("FINISH_TIMEOUT",
                    (left == 0 ? "the server did not say that the session is over"
                            : left + " connections did not finish") + " within "
                            + TimeUnit.MILLISECONDS.convert(timeout) + " ms",
                    Map.of()));
            return session.ended().getNow(SessionEnd.because(TurnResult.SESSION_LOST, "finish timed out"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("these futures never fail", e);
        }
    }

    /**
     * Ends the session: in order if both threads of every connection have ended, else at once. Connections that
     * have not finished are then lost on both sides: the server is told, if it can be reached.
     */
    @Override
    public void close() {
        if (attaches.isOpen() && session.connections().unfinished() == 0) {
            try {
                var _ = finish(LAST_WORDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        session.fail(Failure.unavailable("CLIENT_CLOSED", "the client closed the session", Map.of()));
    }

    @Override
    public String toString() {
        return "session " + name();
    }
}
