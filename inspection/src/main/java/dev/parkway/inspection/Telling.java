package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.script.Script;
import org.jspecify.annotations.Nullable;

/**
 * How far watchers have been told of a connection, and what they are told next: each side's records in their
 * order, and none before one that it depends on. Touched by the teller's thread alone.
 *
 * <p>A record with {@code received} r depends on all that the other side entered before it gave its r-th
 * token; the script says how many records those are. The server's own are always here in time, since they
 * were made before the token was. The client's come by report, so a server's record is held until they are
 * here; unless they never will be, or it has been held long enough. Records that come after all are then
 * passed over.
 */
final class Telling {

    /** Where records go to. */
    interface Sink {

        void tell(History history, int ordinal);

        void missed(ConnectionName name, int count);
    }

    private final Entry entry;
    private final int generation;

    // How many records were told or passed over; those up to the floor must not be told any more.
    private int clientTold;
    private int clientFloor;
    private int serverTold;
    private int serverFloor;
    private boolean holding;
    // It has held a record long enough, and holds no more.
    private boolean impatient;
    // The teller looks at it again when it has held its record long enough.
    private boolean watched;

    Telling(Entry entry, int generation) {
        this.entry = entry;
        this.generation = generation;
    }

    /** Returns a telling that leaves out all that has happened so far. */
    static Telling fromNowOn(Entry entry, int generation) {
        Telling telling = new Telling(entry, generation);
        telling.clientTold = size(entry.client());
        telling.serverTold = size(entry.server());
        return telling;
    }

    private static int size(@Nullable History history) {
        return history == null ? 0 : history.size();
    }

    Entry entry() {
        return entry;
    }

    int generation() {
        return generation;
    }

    /** Returns how many records have been told or passed over: it has moved if this has. */
    int told() {
        return clientTold + serverTold;
    }

    /** Says whether there is a record that is not told yet. */
    boolean isHolding() {
        return holding;
    }

    void waitNoMore() {
        impatient = true;
    }

    boolean isWatched() {
        return watched;
    }

    void watched(boolean value) {
        watched = value;
    }

    /** Tells what can be told. */
    void tell(Sink sink) {
        boolean moved = true;
        while (moved) {
            // The server's first: what a client's record seen afterwards depends on has then been seen too, or
            // is announced after this. And how a side ended before how much it did.
            History server = entry.server();
            boolean serverOver = server == null || server.outcome().isPresent();
            int servers = size(server);
            History client = entry.client();
            boolean clientOver = entry.isClientOver();
            int clients = size(client);
            passOver(sink, clients, servers);
            moved = (server != null && serverTold < servers && tellServers(sink, server, clients, clientOver))
                    || (client != null && clientTold < clients
                            && tellClients(sink, client, servers, serverOver));
            holding = clientTold < clients || serverTold < servers;
        }
    }

    private boolean tellServers(Sink sink, History server, int clients, boolean clientOver) {
        int needed = entersBefore(entry.scenario().client(), server.received(serverTold + 1));
        if (clientTold < needed && waitsFor(needed, clients, clientOver)) {
            return false;
        }
        clientFloor = Math.max(clientFloor, needed);
        sink.tell(server, ++serverTold);
        return true;
    }

    private boolean tellClients(Sink sink, History client, int servers, boolean serverOver) {
        int needed = entersBefore(entry.scenario().server(), client.received(clientTold + 1));
        if (serverTold < needed && waitsFor(needed, servers, serverOver)) {
            return false;
        }
        serverFloor = Math.max(serverFloor, needed);
        sink.tell(client, ++clientTold);
        return true;
    }

    /** Says whether the other side's records, of which some are there, are worth waiting for. */
    private boolean waitsFor(int needed, int there, boolean over) {
        return !impatient && !entry.isForgotten() && (there >= needed || !over);
    }

    private void passOver(Sink sink, int clients, int servers) {
        int client = Math.max(0, Math.min(clientFloor, clients) - clientTold);
        int server = Math.max(0, Math.min(serverFloor, servers) - serverTold);
        if (client + server > 0) {
            clientTold += client;
            serverTold += server;
            sink.missed(entry.name(), client + server);
        }
    }

    /** How many states a side enters before it gives a token; a count beyond its last token is as good as it. */
    private static int entersBefore(Script script, int token) {
        int known = Math.min(token, script.sends());
        return known == 0 ? 0 : script.entersBeforeSend(known);
    }
}
