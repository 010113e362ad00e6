package dev.parkway.junit;

import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.EventLoops;
import dev.parkway.control.SessionInfo;
import dev.parkway.control.SessionTerms;
import dev.parkway.parker.TurnResult;
import dev.parkway.points.SyncPointException;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where driven processes ask whether their threads may pass. A session is one point of one process, as its terms say,
 * and a connection one thread that has come by: it unparks this side, and is unparked when it may go on.
 */
final class PointServer implements AutoCloseable {

    /** How long a refusal gets to reach whoever still waits when the test ends. */
    static final Duration GRACE = Duration.ofMillis(250);
    private static final ControlLimits LIMITS = new ControlLimits(ControlLimits.DEFAULT_SESSIONS,
            ControlLimits.DEFAULT_CONNECTIONS_PER_SESSION, ControlLimits.DEFAULT_CONNECTIONS,
            ControlLimits.DEFAULT_TOKENS_PER_BATCH, Duration.ofSeconds(5));

    private final Board board;
    private final Duration grace;
    private final ControlServer control;
    private final Server server;

    PointServer(Board board, InetSocketAddress address, Duration grace) throws IOException {
        this.board = board;
        this.grace = grace;
        control = new ControlServer(this::open, LIMITS, UUID.randomUUID().toString(), () -> "");
        server = EventLoops.carry(NettyServerBuilder.forAddress(address))
                .maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES)
                .directExecutor().addService(control).build().start();
    }

    int port() {
        return server.getPort();
    }

    private ConnectionHandler open(SessionInfo session) {
        return new PointHandler(board, visits(session.terms()));
    }

    /** Reads what the point's side has written into the terms. */
    private static Supplier<Visit> visits(SessionTerms terms) {
        boolean passes = terms.profile().equals("reached");
        String[] parts = terms.scenario().split(passes ? ":" : ">", 2);
        if (parts.length != 2 || !(passes || terms.profile().equals("wait-for"))) {
            throw new IllegalArgumentException("not a point's terms: " + terms);
        }
        return passes ? () -> Visit.reached(parts[0], parts[1]) : () -> Visit.waitFor(parts[0], parts[1]);
    }

    @Override
    public void close() {
        try {
            awaitTold();
            var _ = control.drain(Duration.ZERO);
            server.shutdown().awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.shutdownNow();
        }
    }

    /**
     * Waits until nobody is on its way. Sessions are no reason to wait: a driven process keeps one for each of its
     * points until it ends itself, or this.
     */
    private void awaitTold() throws InterruptedException {
        long begunNanos = System.nanoTime();
        while (control.connections() > 0 && System.nanoTime() - begunNanos < grace.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** One point of one process. */
    private record PointHandler(Board board, Supplier<Visit> visits) implements ConnectionHandler {

        @Override
        public long turnsPerConnection() {
            return 1;
        }

        @Override
        public void accept(ControlConnection connection) {
            Visit visit = visits.get();
            Thread.ofVirtual().name("watch " + visit).start(() -> watch(connection, visit));
        }

        /** Has the thread that has come by wait, and takes it back if it goes, with its process or alone. */
        private void watch(ControlConnection connection, Visit visit) {
            if (connection.gate().await(1) != TurnResult.TURN_TAKEN) {
                connection.finish();
                return;
            }
            Thread.ofVirtual().name("point " + visit).start(() -> stand(connection, visit));
            // It gives no other turn: this returns when it is interrupted, has been let go, or is lost.
            var _ = connection.gate().await(2);
            board.leave(visit);
        }

        /** Waits in place of the thread that has come by, and tells it how that ended. */
        private void stand(ControlConnection connection, Visit visit) {
            try {
                board.come(visit);
                connection.unpark();
            } catch (SyncPointException e) {
                // The thread learns of it as this side ends without a turn; why is for the test to say.
                return;
            } finally {
                connection.finish();
            }
        }
    }
}
