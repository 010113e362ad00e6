package dev.parkway.examples.commit;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.SessionEnd;
import dev.parkway.control.SessionInfo;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A process that takes part in one transaction, and then prints what it did. */
final class Participant implements ConnectionHandler {

    /** What its first line begins with; the port follows. */
    static final String LISTENING = "listening on ";

    private final Scenario scenario;
    private final CompletableFuture<Optional<History>> end;
    private volatile Optional<History> history = Optional.empty();

    private Participant(SessionInfo session, CompletableFuture<Optional<History>> end) {
        this.scenario = Commit.PROTOCOL.scenarios().get(session.terms().scenario());
        this.end = end;
        if (!scenario.digest().equals(session.terms().digest())) {
            throw Status.FAILED_PRECONDITION.withDescription("another " + scenario).asRuntimeException();
        }
    }

    /**
     * Runs until the coordinator has ended its session.
     *
     * @param arguments none
     * @throws Exception if it cannot listen
     */
    public static void main(String[] arguments) throws Exception {
        CompletableFuture<Optional<History>> end = new CompletableFuture<>();
        CompletableFuture<String> address = new CompletableFuture<>();
        ControlServer control = new ControlServer(session -> new Participant(session, end),
                ControlLimits.DEFAULT, UUID.randomUUID().toString(), address::join);
        Server server = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(control).build().start();
        address.complete("127.0.0.1:" + server.getPort());
        System.out.println(LISTENING + server.getPort());
        end.join().ifPresent(history -> System.out.print(Records.write(history.transitions())));
        server.shutdownNow().awaitTermination();
    }

    @Override
    public long turnsPerConnection() {
        return scenario.server().awaits();
    }

    @Override
    public void accept(ControlConnection connection) {
        History begun = new History(new ConnectionName(connection.session(), connection.number()), scenario,
                Side.SERVER);
        history = Optional.of(begun);
        Thread _ = new StateThread(begun, connection.gate(), connection, Commit.conditions()).start();
    }

    @Override
    public void ended(SessionEnd how) {
        end.complete(history);
    }
}
