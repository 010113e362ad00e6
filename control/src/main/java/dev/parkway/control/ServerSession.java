package dev.parkway.control;

import dev.parkway.parker.TurnResult;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session as the server keeps it: it lets the client open connections, and refuses those that are too many. */
final class ServerSession implements TokenSession.Role {

    private static final Logger log = LoggerFactory.getLogger(ServerSession.class);

    private final SessionInfo info;
    private final PeerIdentity owner;
    private final TokenSession session;
    private final ConnectionHandler handler;
    private final int maxConnections;
    private final int maxInAll;
    // So many connections a session is sure of, whatever the others do.
    private final int share;
    private final Load load;
    private final Duration linger;
    private final BooleanSupplier draining;
    // Of a session whose stream has broken; one that was resumed meanwhile makes it do nothing.
    private volatile Future<?> lingering = CompletableFuture.completedFuture(null);

    ServerSession(SessionInfo info, PeerIdentity owner, ConnectionHandler handler, ControlLimits limits,
            BooleanSupplier draining, Load load) {
        this.info = info;
        this.owner = owner;
        this.handler = handler;
        this.maxConnections = limits.connectionsPerSession();
        this.maxInAll = limits.connections();
        this.share = Math.max(1, limits.connections() / limits.sessions());
        this.load = load;
        this.linger = limits.linger();
        this.draining = draining;
        this.session = new TokenSession(info.id().name(), handler.turnsPerConnection(),
                limits.tokensPerBatch(), info.terms().waitDeadline(), load);
    }

    SessionInfo info() {
        return info;
    }

    /** Who opened it, and alone may resume it or report for it. */
    PeerIdentity owner() {
        return owner;
    }

    TokenSession tokens() {
        return session;
    }

    ConnectionHandler handler() {
        return handler;
    }

    /** Makes a stream the session's present one and greets the client, or throws the status that says why not. */
    void attach(Attach attach) {
        // Before: a newer attach may be taken, and break, before this thread goes on.
        Future<?> older = lingering;
        switch (session.attach(attach)) {
            case TAKEN -> {
                older.cancel(false);
                if (attach.number() > AttachRequest.OPENING) {
                    log.atInfo().addKeyValue("session", info.id().name())
                            .log("session {} resumed by attach {}", info.id(), attach.number());
                }
            }
            case STALE -> throw Failure.aborted("ATTACH_STALE",
                    "attach " + attach.number() + " of session " + info.id()
                            + " comes after a newer one was taken",
                    Map.of("session", info.id().name(), "attach", Long.toString(attach.number())));
            // A client that opens is to try elsewhere, or again.
            case OVER ->
                throw attach.number() == AttachRequest.OPENING && draining.getAsBoolean() ? isDraining()
                        : Failure.notFound("SESSION_UNKNOWN", "session " + info.id() + " has just ended",
                                Map.of("session", info.id().name()));
        }
    }

    static StatusRuntimeException isDraining() {
        return Failure.unavailable("DRAINING", "this server is shutting down and takes no new sessions",
                Map.of());
    }

    void take(Attach from, TokenBatch batch) {
        try {
            RequestReader.check(batch);
            session.take(from, batch, this);
        } catch (StatusRuntimeException e) {
            session.failFrom(from, e);
        }
    }

    /** A stream has broken: if it was the present one, the client gets the linger time to come back. */
    void broken(Attach which, String detail) {
        if (!session.detach(which)) {
            return;
        }
        log.atInfo().addKeyValue("session", info.id().name()).log(
                "session {}: the stream of attach {} broke, waiting for up to {} ms: {}", info.id(),
                which.number(), millis(linger), detail);
        lingering = Timers.after(linger, () -> session.loseIfDetachedSince(which.number(),
                "the client did not come back within " + millis(linger) + " ms after " + detail));
    }

    /** One that is longer than anybody lives is no error. */
    private static long millis(Duration linger) {
        return TimeUnit.MILLISECONDS.convert(linger);
    }

    /** The client has half-closed: it has nothing left to wait for, or gives up. */
    void halfClosed(Attach which) {
        session.completeFrom(which, () -> {
            long unfinished = session.connections().unended();
            return unfinished == 0 ? SessionEnd.closed()
                    : SessionEnd.because(TurnResult.SESSION_LOST,
                            "the client ended it with " + unfinished + " connections unfinished");
        });
    }

    @Override
    public @Nullable ControlConnection unknown(long number) {
        if (!SessionRules.opens(number, session.connections().highest())) {
            return null;
        }
        int present = session.connections().size();
        if (present >= 2L * maxConnections
                || (present >= 2L * share && load.connections() >= 2L * maxInAll)) {
            throw Failure.resourceExhausted("TOO_MANY_CONNECTIONS",
                    "session " + info.id().name() + " has " + present + " connections, allowed are "
                            + maxConnections + ", and " + maxInAll
                            + " over all sessions, and it does not heed refusals",
                    Map.of("connections", Integer.toString(present), "allowed",
                            Integer.toString(maxConnections), "allowed_in_all", Integer.toString(maxInAll)));
        }
        boolean room = present < maxConnections && (present < share || load.connections() < maxInAll);
        ControlConnection connection = new ControlConnection(session, number, false);
        session.connections().add(connection);
        if (!room || draining.getAsBoolean()) {
            // Its side has ended before it began; the peer's wait reports that it was refused.
            connection.refuse();
        } else {
            accept(connection);
        }
        return connection;
    }

    private void accept(ControlConnection connection) {
        try {
            handler.accept(connection);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("session", connection.session()).addKeyValue("connection", connection)
                    .setCause(e).log("connection {} could not be accepted", connection);
            if (!connection.ownEnded()) {
                connection.refuse();
            }
        }
    }
}
