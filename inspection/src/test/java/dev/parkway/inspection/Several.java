package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceBlockingStub;
import dev.parkway.script.Side;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several servers, some of which come and go, and one service over all of them. */
final class Several implements Peers, AutoCloseable {

    /** Longer than any test: who is waited for so long has not answered. */
    static final Duration LONG = Duration.ofMinutes(10);

    final ManagedChannel channel;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;
    private final List<Peer> present = new CopyOnWriteArrayList<>();
    private volatile Optional<Unasked> unknown = Optional.empty();

    Several(Duration patience) {
        String name = UUID.randomUUID().toString();
        server = Served.start(InProcessServerBuilder.forName(name).executor(threads)
                .addService(new MergedInspection(this, patience)));
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    /** One more bears the name. */
    Peer add(String address, Served served) {
        return add(new Peer(address, served.channel));
    }

    Peer add(Peer peer) {
        present.add(peer);
        return peer;
    }

    /** One bears it no more. */
    void remove(Peer peer) {
        present.remove(peer);
    }

    void forgetName(Unasked why) {
        unknown = Optional.of(why);
    }

    @Override
    public List<Peer> present() {
        return List.copyOf(present);
    }

    @Override
    public Optional<Unasked> unknown() {
        return unknown;
    }

    InspectionServiceBlockingStub ask() {
        return InspectionServiceGrpc.newBlockingStub(channel);
    }

    Watching watch() {
        return new Watching(channel);
    }

    /** Has a server see a session's connections run to their ends, each with both sides, one step after the other. */
    static void run(Served at, String session, int count) {
        for (int number = 1; number <= count; number++) {
            ConnectionName name = new ConnectionName(session, number);
            History client = new History(name, Histories.LOCKSTEP, Side.CLIENT);
            History server = new History(name, Histories.LOCKSTEP, Side.SERVER);
            Observation ofClient = at.journal.begin(client);
            Observation ofServer = at.journal.begin(server);
            boolean more = true;
            while (more) {
                boolean moved = step(client, server, ofClient);
                more = step(server, client, ofServer) || moved;
            }
            client.end(History.COMPLETED);
            ofClient.ended();
            server.end(History.COMPLETED);
            ofServer.ended();
        }
    }

    private static boolean step(History history, History other, Observation observation) {
        boolean can = Histories.canGrow(history, other);
        if (can) {
            Histories.grow(history, history.size() + 1);
            observation.entered(history.size());
        }
        return can;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        threads.shutdownNow();
    }
}
