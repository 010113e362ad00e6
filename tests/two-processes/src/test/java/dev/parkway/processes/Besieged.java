package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;

/** A server with little memory, and an honest client beside whatever else comes to its port. */
final class Besieged implements AutoCloseable {

    /** Little enough that what has no bound shows, by the server's end. */
    private static final String HEAP = "128m";
    private static final int PROGRESS = 100;

    private final Running server;
    private final Running client;
    private final ManagedChannel channel;

    Besieged(String... flags) {
        server = Launch.server(flags).within(HEAP).start();
        client = Launch.busyClient(server.port()).start();
        client.stdout().await("[Client 1] ESTABLISHED");
        channel = NettyChannelBuilder.forAddress(Launch.LOOPBACK, server.port()).usePlaintext().build();
    }

    int port() {
        return server.port();
    }

    /** A connection to it that all calls share that are not told otherwise. */
    ManagedChannel channel() {
        return channel;
    }

    /** A connection of its own, as many HTTP/2 connections as there are callers. */
    ManagedChannel anotherChannel() {
        return NettyChannelBuilder.forAddress(Launch.LOOPBACK, server.port()).usePlaintext().build();
    }

    RawPort rawPort() {
        return new RawPort(server.port());
    }

    int logLines() {
        return server.log().soFar().size();
    }

    /** What the server shows of the newest connections of a session. */
    List<Connection> connections(String session) {
        return InspectionServiceGrpc.newBlockingStub(channel)
                .listConnections(
                        ListConnectionsRequest.newBuilder().setSession(session).setPageSize(1_000).build())
                .getConnectionsList();
    }

    /** The server lives, the client goes on on its first stream, and none of its connections broke an order. */
    void assertUnharmed() {
        int before = client.stdout().soFar().size();
        Await.until("the client makes progress",
                () -> !server.isAlive() || client.stdout().soFar().size() > before + PROGRESS);
        assertThat(server.isAlive()).as("%s", server).isTrue();
        assertThat(client.log().soFar())
                .noneMatch(line -> line.contains("resumed") || line.contains("ERROR"));
        assertThat(server.log().soFar()).noneMatch(line -> line.contains("ERROR"));
        // A flood of connections may have pushed them out of the journal.
        assertThat(connections(Logs.session(client)))
                .allSatisfy(each -> assertThat(each.getVerdict()).isIn("conforms", "incomplete"));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        client.close();
        server.close();
    }
}
