package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session as the server keeps it: it lets the client open connections, and refuses those that are too many. */
final class ServerSession implements TokenSession.Role {

    private static final Logger log = LoggerFactory.getLogger(ServerSession.class);

    private final SessionInfo info;
    private final TokenSession session;
    private final ConnectionHandler handler;
    private final int maxConnections;
    private final BooleanSupplier draining;

    // Guarded by the session's lock: tokens are taken one batch at a time.
    private long highest;

    ServerSession(SessionInfo info, ConnectionHandler handler, ControlLimits limits,
            BooleanSupplier draining, AtomicLong runningThreads) {
        this.info = info;
        this.handler = handler;
        this.maxConnections = limits.connectionsPerSession();
        this.draining = draining;
        this.session = new TokenSession(info.id().name(), handler.turnsPerConnection(),
                limits.tokensPerBatch(), info.terms().waitDeadline(), runningThreads);
    }

    SessionInfo info() {
        return info;
    }

    TokenSession tokens() {
        return session;
    }

    ConnectionHandler handler() {
        return handler;
    }

    @Override
    public @Nullable ControlConnection unknown(UnparkToken token) {
        long number = token.getConnection();
        if (number <= highest) {
            return null;
        }
        highest = number;
        int present = session.connections().size();
        if (present >= 2L * maxConnections) {
            throw Failure.resourceExhausted("TOO_MANY_CONNECTIONS",
                    "session " + info.id().name() + " has " + present + " connections, allowed are "
                            + maxConnections
                            + ", and it does not heed refusals",
                    Map.of("connections", Integer.toString(present), "allowed",
                            Integer.toString(maxConnections)));
        }
        ControlConnection connection = new ControlConnection(session, number, false);
        session.connections().add(connection);
        if (present >= maxConnections || draining.getAsBoolean()) {
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
            log.error("connection {} could not be accepted", connection, e);
            if (!connection.ownEnded()) {
                connection.refuse();
            }
        }
    }
}
