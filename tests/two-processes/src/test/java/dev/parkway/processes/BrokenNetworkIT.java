package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network between a client and its server breaks and comes back: nobody loses a connection. */
final class BrokenNetworkIT {

    private static final int CONNECTIONS = 500;
    private static final int CUTS = 8;
    /** So much is handed on between two cuts: the session is resumed, and connections get further. */
    private static final long BYTES_BETWEEN = 5_000;

    @Test
    void network_cutAgainAndAgain_allConnectionsComplete() {
        try (Relay relay = new Relay();
                Running server = served(relay);
                Running client = Launch.client(relay.port(), "--connections", "" + CONNECTIONS,
                        "--parallel", "50", "--msl", "20ms", "--pace", "20ms").start()) {
            String session = Logs.session(client);
            for (int i = 0; i < CUTS; i++) {
                long before = relay.bytes();
                Await.until("bytes after cut " + i,
                        () -> relay.bytes() > before + BYTES_BETWEEN || !client.isAlive());
                relay.cut();
            }
            checkCompleted(client, CONNECTIONS);
            assertThat(relay.broken()).isGreaterThanOrEqualTo(CUTS);
            assertThat(client.log().allWith("session " + session + " resumed by attach"))
                    .hasSizeGreaterThanOrEqualTo(CUTS / 2);
            checkConforms(server, session, CONNECTIONS);
        }
    }

    @Test
    void network_goesDark_bothSidesFindOutAndTheSessionIsResumed() {
        int connections = 60;
        try (Relay relay = new Relay();
                Running server = served(relay, "--keepalive-time", "1s", "--keepalive-timeout", "1s");
                Running client = Launch.client(relay.port(), "--connections", "" + connections,
                        "--parallel", "20", "--msl", "20ms", "--pace", "50ms",
                        "--keepalive-timeout", "1s").start()) {
            String session = Logs.session(client);
            client.stdout().await("[Client 1] ESTABLISHED");
            relay.darken();
            server.log().await("session " + session + ": the stream of attach 1 broke");
            client.log().await("session " + session + ": the stream of attach 1 broke");
            checkCompleted(client, connections);
            assertThat(client.log().allWith("session " + session + " resumed by attach")).isNotEmpty();
            checkConforms(server, session, connections);
        }
    }

    /** A server that knows that clients reach it through the relay alone. */
    private static Running served(Relay relay, String... more) {
        List<String> flags = new ArrayList<>(
                List.of("--msl", "20ms", "--advertise", Launch.LOOPBACK + ":" + relay.port()));
        flags.addAll(List.of(more));
        Running server = Launch.server(flags.toArray(String[]::new)).start();
        relay.to(Launch.LOOPBACK, server.port());
        return server;
    }

    private static void checkCompleted(Running client, int connections) {
        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(Logs.outcomes(client)).containsOnlyKeys("completed").containsValue((long) connections);
        assertThat(client.stdout().all()).endsWith("TCP connection disconnected");
    }

    private static void checkConforms(Running server, String session, int connections) {
        server.log().await("session " + session + " ended: closed");
        ManagedChannel channel = NettyChannelBuilder.forAddress(Launch.LOOPBACK, server.port()).usePlaintext()
                .build();
        try {
            List<Connection> all = InspectionServiceGrpc.newBlockingStub(channel)
                    .listConnections(ListConnectionsRequest.newBuilder().setPageSize(1_000).build())
                    .getConnectionsList();
            assertThat(all).hasSize(connections);
            assertThat(all).extracting(Connection::getVerdict).containsOnly("conforms");
        } finally {
            channel.shutdownNow();
        }
    }
}
