package dev.parkway.telemetry;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.Servers;
import dev.parkway.control.SessionEnd;
import dev.parkway.control.SessionInfo;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.Journal;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client and a server as two processes would be, each with telemetry of its own, over gRPC without a network. */
final class TwoSides {

    static final Scenario SCENARIO = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpProfile.LOCKSTEP);

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Telemetry ofClient;
    private final Telemetry ofServer;
    private final Journal journal = new Journal(InspectionLimits.keeping(10), Duration.ZERO);
    private final Traffic traffic = new Traffic();
    private final EpochClock clock = new EpochClock();
    private final Listener listener = new Listener(clock, _ -> {});
    private final Conditions server;
    private final ControlServer control;
    private final Server grpcServer;
    private final ManagedChannel channel;

    TwoSides(Telemetry ofClient, Telemetry ofServer) throws IOException {
        this.ofClient = ofClient;
        this.ofServer = ofServer;
        server = conditions(ofServer, journal);
        control = new ControlServer(this::open,
                new ControlLimits(10, 100_000, ControlLimits.DEFAULT_TOKENS_PER_BATCH), "test",
                () -> "nowhere:1");
        ofClient.count(traffic);
        ofServer.count(control.traffic());
        ofServer.count(journal);
        listener.open();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(toString()).directExecutor()
                .addService(control);
        ofServer.measure(builder);
        grpcServer = builder.build().start();
        InProcessChannelBuilder dialled = InProcessChannelBuilder.forName(toString()).directExecutor();
        ofClient.measure(dialled);
        channel = dialled.build();
    }

    private Conditions conditions(Telemetry telemetry, Observer other) {
        List<Observer> observers = new ArrayList<>(List.of(other));
        observers.addAll(telemetry.observers());
        return new Conditions(Duration.ZERO, clock, Observer.all(observers),
                Pace.none(), Duration.ZERO, telemetry.timers());
    }

    private ConnectionHandler open(SessionInfo session) {
        ofServer.sessionOpened(session.id().name());
        return new ConnectionHandler() {
            @Override
            public long turnsPerConnection() {
                return SCENARIO.server().awaits();
            }

            @Override
            public void accept(ControlConnection connection) {
                History history = listener.accept(
                        new ConnectionName(connection.session(), connection.number()), SCENARIO);
                Thread _ = new StateThread(history, connection.gate(), connection, server).start();
            }

            @Override
            public void ended(SessionEnd end) {
                ofServer.sessionEnded(session.id().name());
            }
        };
    }

    /** Runs connections to their ends, and then the session. */
    void run(int connections) throws InterruptedException {
        ofClient.sessionOpening();
        ClientSession session = ClientSession.open(Servers.one(channel),
                new SessionTerms(SCENARIO.name(), "lockstep", LONG, connections), SCENARIO.client().awaits(),
                new SessionTimeouts(LONG), traffic);
        ofClient.sessionOpened(session.name());
        Conditions conditions = conditions(ofClient, Observer.none());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            ControlConnection connection = session.connect();
            History history = new History(new ConnectionName(connection.session(), connection.number()),
                    SCENARIO, Side.CLIENT);
            threads.add(new StateThread(history, connection.gate(), connection, conditions).start());
        }
        for (Thread thread : threads) {
            thread.join();
        }
        SessionEnd _ = session.finish(LONG);
        ofClient.sessionEnded(session.name());
    }

    void close() throws InterruptedException {
        long _ = control.drain(LONG);
        channel.shutdownNow();
        grpcServer.shutdownNow().awaitTermination();
        journal.close();
    }
}
