package dev.parkway.benchmarks.roundtrip;

import dev.parkway.control.ClientSession;
import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.EventLoops;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.parker.TurnResult;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Two turns of one connection on a control stream, with all that belongs to it: counts, acknowledgements, deadlines. */
final class ParkwayWay implements Asker {

    private static final SessionTerms TERMS = new SessionTerms("round-trip", "none", Duration.ofSeconds(60),
            1);
    private static final SessionTimeouts TIMEOUTS = new SessionTimeouts(Duration.ofSeconds(30));

    private final ManagedChannel channel;
    private final ControlConnection connection;
    private long taken;

    private ParkwayWay(ManagedChannel channel, ControlConnection connection) {
        this.channel = channel;
        this.connection = connection;
    }

    static Answerer answer(Threads threads) throws Exception {
        ControlServer control = new ControlServer(_ -> new ConnectionHandler() {
            @Override
            public long turnsPerConnection() {
                return Long.MAX_VALUE;
            }

            @Override
            public void accept(ControlConnection connection) {
                long[] turn = {0};
                Answerer.loop(threads, () -> {
                    turn[0]++;
                    take(connection, turn[0]);
                    connection.unpark();
                });
            }
        }, ControlLimits.DEFAULT, "round-trip", () -> "none");
        Server server = EventLoops.carry(NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .directExecutor().addService(control).build().start();
        return new Answerer(Integer.toString(server.getPort()));
    }

    static Asker ask(String address) throws Exception {
        ManagedChannel channel = EventLoops
                .carry(NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(address)))
                .usePlaintext().directExecutor().build();
        ClientSession session = ClientSession.open(channel, TERMS, Long.MAX_VALUE, TIMEOUTS);
        return new ParkwayWay(channel, session.connect());
    }

    @Override
    public void roundTrip() {
        taken++;
        connection.unpark();
        take(connection, taken);
    }

    private static void take(ControlConnection connection, long turn) {
        TurnResult result = connection.gate().await(turn);
        if (result != TurnResult.TURN_TAKEN) {
            throw new IllegalStateException("turn " + turn + ": " + result);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
