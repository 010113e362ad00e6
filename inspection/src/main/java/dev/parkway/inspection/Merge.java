package dev.parkway.inspection;

import dev.parkway.tcp.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings both sides' records of a connection into one order that respects happens-before, which the counts
 * tell. Where they leave it open, the earlier time comes first, and on a tie the client: the clocks of two
 * machines decide no more than that.
 */
final class Merge {

    private final List<Transition> client;
    private final List<Transition> server;
    private final List<Transition> merged = new ArrayList<>();
    private int clients;
    private int servers;

    private Merge(List<Transition> client, List<Transition> server) {
        this.client = client;
        this.server = server;
    }

    static List<Transition> of(List<Transition> client, List<Transition> server) {
        return new Merge(client, server).merged();
    }

    private List<Transition> merged() {
        while (clients < client.size() || servers < server.size()) {
            Transition ours = clients < client.size() ? client.get(clients) : null;
            Transition theirs = servers < server.size() ? server.get(servers) : null;
            if (ours != null && (theirs == null || goesFirst(ours, theirs))) {
                merged.add(ours);
                clients++;
            } else if (theirs != null) {
                merged.add(theirs);
                servers++;
            }
        }
        return merged;
    }

    /** Counts of one side never fall, so what waits for any of the other's records waits for its next. */
    private static boolean goesFirst(Transition client, Transition server) {
        boolean clientFirst = client.happensBefore(server);
        boolean serverFirst = server.happensBefore(client);
        // Both at once cannot be, but may be reported.
        return clientFirst == serverFirst ? client.epochNanos() <= server.epochNanos() : clientFirst;
    }
}
