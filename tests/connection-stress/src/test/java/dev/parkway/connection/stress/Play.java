package dev.parkway.connection.stress;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.StateThread;
import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One connection with an onlooker, who sees the records of both sides in one sequence. Its checks throw plain
 * errors and look at few things, because all that runs here runs under the model checker.
 */
final class Play {

    private static final ConnectionName NAME = new ConnectionName(ConnectionName.LOCAL_SESSION, 1);
    private static final int MOST = 30;

    final TurnGate clientGate = new TurnGate();
    final TurnGate serverGate = new TurnGate();
    final Counted toServer = new Counted(serverGate);
    final History client;
    final History server;
    private final Plot plot;

    // Whose records were seen, in order. Guarded by this.
    private final Side[] seen = new Side[MOST];
    private int seenCount;

    Play(Plot plot) {
        this.plot = plot;
        client = new History(NAME, plot.scenario, Side.CLIENT);
        server = new History(NAME, plot.scenario, Side.SERVER);
    }

    /** The peer of a side: says how many turns it has given in all, and that it has finished. */
    static final class Counted implements Peer {

        // Touched by the giving side alone, or after it has ended.
        int given;
        int finished;
        private final TurnGate gate;

        Counted(TurnGate gate) {
            this.gate = gate;
        }

        @Override
        public void unpark() {
            gate.give(++given);
        }

        @Override
        public void finish() {
            finished++;
            gate.finish(given);
        }
    }

    StateThread clientThread() {
        return new StateThread(client, clientGate, toServer, conditions());
    }

    StateThread serverThread() {
        return new StateThread(server, serverGate, new Counted(clientGate), conditions());
    }

    private Conditions conditions() {
        return new Conditions(Duration.ZERO, () -> 0, history -> new Observation() {
            @Override
            public void entered(int ordinal) {
                see(history.side());
            }

            @Override
            public void ended() {}
        });
    }

    private synchronized void see(Side side) {
        seen[seenCount++] = side;
    }

    /** Checks that both sides came to their scripts' ends, and in an order that the tokens allow. */
    void checkCompleted() {
        checkRecords(client, client.script().states());
        checkRecords(server, server.script().states());
        require(client.completed() && server.completed(), "not completed: " + this);
        checkSeen();
    }

    /** Checks that the client did what its script says until a wait of it ended, and nothing after that. */
    void checkClientEnded(String otherwise) {
        if (client.completed()) {
            checkRecords(client, client.script().states());
        } else {
            String outcome = client.outcome().orElse("none");
            require(outcome.equals(otherwise), "outcome " + outcome + ": " + this);
            checkRecords(client, client.size() - 1);
            Transition last = client.transition(client.size());
            require(String.valueOf(last.cause()).equals(otherwise), "ended by " + last);
        }
        require(toServer.finished == 1, "finished " + toServer.finished + " times: " + this);
        require(client.transition(client.size()).sent() <= toServer.given, "given and not recorded: " + this);
        checkSeen();
    }

    /** Checks a side's first records against its script, the counts of tokens too. */
    private static void checkRecords(History history, int count) {
        List<Transition> script = history.script().transitions();
        for (int i = 0; i < count; i++) {
            Transition made = history.transition(i + 1);
            Transition wanted = script.get(i);
            require(made.to().equals(wanted.to()) && Objects.equals(made.edge(), wanted.edge())
                    && made.sent() == wanted.sent() && made.received() == wanted.received(),
                    history + " instead of " + wanted);
        }
    }

    /** Checks that all was seen, each record once and after those that it depends on. */
    private void checkSeen() {
        int clients = 0;
        int servers = 0;
        for (int i = 0; i < seenCount; i++) {
            if (seen[i] == Side.CLIENT) {
                clients++;
                require(server.size() == 0 || servers >= plot.needs(Side.CLIENT, clients),
                        "too early: client's record " + clients);
            } else {
                servers++;
                require(clients >= plot.needs(Side.SERVER, servers), "too early: server's record " + servers);
            }
        }
        require(clients == client.size() && servers == server.size(),
                "seen " + clients + " and " + servers + ": " + this);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public String toString() {
        return client + ", " + server;
    }
}
