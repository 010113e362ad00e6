package dev.parkway.inspection;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Observer;
import dev.parkway.connection.StateThread;
import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs connections as two processes would, each with an observer of its own; only the wire is missing. */
final class TwoProcesses {

    private final String session;
    private final Scenario scenario;
    private final Conditions client;
    private final Conditions server;
    private final Listener listener;
    private final List<Thread> threads = new ArrayList<>();
    private long connections;

    TwoProcesses(String session, Scenario scenario, Observer client, Observer server) {
        EpochClock clock = new EpochClock();
        this.session = session;
        this.scenario = scenario;
        this.client = new Conditions(Duration.ZERO, clock, client);
        this.server = new Conditions(Duration.ZERO, clock, server);
        this.listener = new Listener(clock, transition -> {});
        listener.open();
    }

    /** Starts both sides of the next connection; the client's history is returned. */
    History connect() {
        ConnectionName name = new ConnectionName(session, ++connections);
        TurnGate clients = new TurnGate();
        TurnGate servers = new TurnGate();
        History history = new History(name, scenario, Side.CLIENT);
        threads.add(new StateThread(listener.accept(name, scenario), servers, peer(clients), server).start());
        threads.add(new StateThread(history, clients, peer(servers), client).start());
        return history;
    }

    private static Peer peer(TurnGate gate) {
        return new Peer() {

            private long given;

            @Override
            public void unpark() {
                gate.give(++given);
            }

            @Override
            public void finish() {
                gate.finish(given);
            }
        };
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }
}
