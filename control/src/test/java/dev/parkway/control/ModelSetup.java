package dev.parkway.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What one search plays: the scripts of the connections, how many batches are under way at most, and how often
 * what may go wrong. In a script {@code !} gives the peer a turn and {@code ?} takes one.
 *
 * @param name for people
 * @param client the client's script of each connection
 * @param server the server's script of each connection
 * @param inFlight how many batches are under way at most, each way
 * @param closes whether the client half-closes when it is done; otherwise it stays
 * @param budget how often each {@link Fault} may happen
 */
record ModelSetup(String name, List<String> client, List<String> server, int inFlight, boolean closes,
        List<Integer> budget) {

    /** What may go wrong, so often and no more. Whatever follows from it is free. */
    enum Fault {
        /** A stream breaks, which both ends find out at any moment, each by itself, or an attach comes to nothing. */
        BREAK,
        /** The server dies, and another one that knows nothing comes in its place. */
        RESTART,
        /** The client dies and does not come back. */
        CRASH,
        /** A wait ends by its deadline. */
        DEADLINE,
        /** The server refuses a connection. */
        REFUSAL,
        /** The server drains. */
        DRAIN,
        /** Somebody who has the session's id attaches. */
        RIVAL;

        /** How many there are. */
        static final int COUNT = values().length;

        /** Where the fault's byte stands among their budgets. */
        @SuppressWarnings("EnumOrdinal") // States live no longer than the process.
        int index() {
            return ordinal();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ModelSetup {
        client = List.copyOf(client);
        server = List.copyOf(server);
        budget = List.copyOf(budget);
        for (int c = 0; c < client.size(); c++) {
            if (count(client.get(c), '!') != count(server.get(c), '?')
                    || count(server.get(c), '!') != count(client.get(c), '?')) {
                throw new IllegalArgumentException(client.get(c) + " does not fit " + server.get(c));
            }
        }
    }

    /** One connection without faults, of a client that half-closes. */
    static ModelSetup of(String name, String client, String server) {
        return new ModelSetup(name, List.of(client), List.of(server), 2, true,
                Arrays.stream(Fault.values()).map(_ -> 0).toList());
    }

    /** The same with another connection. */
    ModelSetup and(ModelSetup more) {
        List<String> clients = new ArrayList<>(client);
        clients.addAll(more.client);
        List<String> servers = new ArrayList<>(server);
        servers.addAll(more.server);
        return new ModelSetup(name + " + " + more.name, clients, servers, inFlight, closes, budget);
    }

    /** The same with a fault so many times. */
    ModelSetup with(Fault fault, int times) {
        List<Integer> changed = new ArrayList<>(budget);
        changed.set(fault.index(), times);
        return new ModelSetup(name, client, server, inFlight, closes, changed);
    }

    /** The same with so many batches under way at most. */
    ModelSetup inFlight(int batches) {
        return new ModelSetup(name, client, server, batches, closes, budget);
    }

    /** The same with a client that never half-closes: then forgetting is all that tidies up. */
    ModelSetup stays() {
        return new ModelSetup(name, client, server, inFlight, false, budget);
    }

    int budget(Fault fault) {
        return budget.get(fault.index());
    }

    int connections() {
        return client.size();
    }

    /** How many attaches there can be: each but the first follows a stream's end that is somebody's fault. */
    int attaches() {
        return 1 + budget(Fault.BREAK) + budget(Fault.RESTART);
    }

    String script(ModelSide side, int connection) {
        return (side == ModelSide.CLIENT ? client : server).get(connection);
    }

    /** How many turns a side takes on a connection at most. */
    int turns(ModelSide side, int connection) {
        return count(script(side, connection), '?');
    }

    @Override
    public String toString() {
        StringBuilder words = new StringBuilder(name);
        for (Fault fault : Fault.values()) {
            if (budget(fault) > 0) {
                words.append(", ").append(budget(fault)).append(' ').append(fault)
                        .append(budget(fault) > 1 ? "s" : "");
            }
        }
        return words.append(closes ? "" : ", stays").append(", ").append(inFlight).append(" in flight")
                .toString();
    }

    private static int count(String script, char step) {
        return (int) script.chars().filter(c -> c == step).count();
    }
}
