package dev.parkway.benchmarks.connections;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Both sides in this process, their tokens over a control stream on loopback. */
final class StreamRoute implements Route {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scenario scenario;
    private final Conditions conditions;
    private final Server server;
    private final ManagedChannel channel;
    private final ClientSession session;

    static Route open(Scenario scenario, Conditions conditions) {
        try {
            return new StreamRoute(scenario, conditions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it opened", e);
        }
    }

    private StreamRoute(Scenario scenario, Conditions conditions) throws IOException, InterruptedException {
        this.scenario = scenario;
        this.conditions = conditions;
        Listener listener = Crossing.listener(conditions);
        ControlServer control = new ControlServer(_ -> new ConnectionHandler() {
            @Override
            public long turnsPerConnection() {
                return scenario.server().awaits();
            }

            @Override
            public void accept(ControlConnection connection) {
                start(listener.accept(name(connection), scenario), connection);
            }
        }, ControlLimits.DEFAULT, "benchmark", () -> "none");
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor().addService(control).build().start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext().directExecutor().build();
        SessionTerms terms = new SessionTerms(scenario.name(), scenario.profile().toString(),
                Duration.ZERO, 0);
        session = ClientSession.open(channel, terms, scenario.client().awaits(),
                new SessionTimeouts(PATIENCE));
    }

    @Override
    public void connect() {
        ControlConnection connection = session.connect();
        start(new History(name(connection), scenario, Side.CLIENT), connection);
    }

    private void start(History history, ControlConnection connection) {
        Thread _ = new StateThread(history, connection.gate(), connection, conditions).start();
    }

    private static ConnectionName name(ControlConnection connection) {
        return new ConnectionName(connection.session(), connection.number());
    }

    @Override
    public void close() {
        session.close();
        channel.shutdownNow();
        server.shutdownNow();
    }
}
