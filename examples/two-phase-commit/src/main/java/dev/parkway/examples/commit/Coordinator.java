package dev.parkway.examples.commit;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;

/** Coordinates one transaction with a participant that is another process. */
final class Coordinator {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    private Coordinator() {}

    /** Walks the coordinator's script; returns what it did when both sides have come to their ends. */
    static History run(Scenario scenario, int port) throws InterruptedException {
        ManagedChannel channel = Grpc
                .newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
                .directExecutor().build();
        // The digest covers the scenario and the table of edges: both sides have the same, or the session is refused.
        SessionTerms terms = new SessionTerms(scenario.name(), scenario.profile().toString(),
                scenario.digest(), LONG_ENOUGH, 1);
        try (ClientSession session = ClientSession.open(channel, terms, scenario.client().awaits(),
                new SessionTimeouts(LONG_ENOUGH))) {
            ControlConnection connection = session.connect();
            History history = new History(new ConnectionName(connection.session(), connection.number()),
                    scenario, Side.CLIENT);
            new StateThread(history, connection.gate(), connection, Commit.conditions()).run();
            session.finish(LONG_ENOUGH);
            return history;
        } finally {
            channel.shutdownNow();
        }
    }
}
