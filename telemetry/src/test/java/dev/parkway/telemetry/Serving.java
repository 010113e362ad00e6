package dev.parkway.telemetry;

import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.SessionId;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server whose connections have no threads: a test does what these would. */
final class Serving implements AutoCloseable {

    private static final Map<String, String> TERMS = Map.of("scenario", "toy", "profile", "plain",
            "wait-deadline-ms", "0", "connections", "0");

    final BlockingQueue<ControlConnection> accepted = new LinkedBlockingQueue<>();
    final ControlServer control;
    final ManagedChannel channel;
    private final Server server;

    Serving(Duration linger) throws IOException {
        control = new ControlServer(_ -> new Accepting(),
                new ControlLimits(10, 100, 100, ControlLimits.DEFAULT_TOKENS_PER_BATCH, linger), "test",
                () -> "nowhere:1");
        server = InProcessServerBuilder.forName(toString()).directExecutor().addService(control)
                .build().start();
        channel = InProcessChannelBuilder.forName(toString()).directExecutor().build();
    }

    RawClient attach(SessionId id, int number) throws InterruptedException {
        return RawClient.attach(channel, id, number, TERMS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private final class Accepting implements ConnectionHandler {

        @Override
        public long turnsPerConnection() {
            return 3;
        }

        @Override
        public void accept(ControlConnection connection) {
            accepted.add(connection);
        }
    }
}
