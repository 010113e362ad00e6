package dev.parkway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Loopback;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.connection.StateThread;
import dev.parkway.control.Failure;
import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import dev.parkway.proto.inspection.v1.Side;
import dev.parkway.proto.operation.v1.Mode;
import dev.parkway.proto.operation.v1.OperationServiceGrpc;
import dev.parkway.proto.operation.v1.OperationServiceGrpc.OperationServiceBlockingStub;
import dev.parkway.proto.operation.v1.Pace;
import dev.parkway.proto.operation.v1.PaceConnectionRequest;
import dev.parkway.proto.operation.v1.Pacing;
import dev.parkway.proto.operation.v1.StartConnectionsRequest;
import dev.parkway.proto.operation.v1.StepConnectionRequest;
import dev.parkway.proto.operation.v1.WatchPacingRequest;
import dev.parkway.proto.operation.v1.WatchPacingResponse;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations as a caller meets them. */
@Timeout(60)
final class OperationServiceTest {

    private static final Pace HOLD = Pace.newBuilder().setMode(Mode.MODE_HOLD).build();

    private final Map<String, History> histories = new ConcurrentHashMap<>();
    private final Pacer pacer = new Pacer(dev.parkway.connection.Pace.none());
    private final EpochClock clock = new EpochClock();
    private final Listener listener = new Listener(clock, _ -> {});
    private final Conditions conditions = new Conditions(java.time.Duration.ofMillis(1), clock,
            Observer.all(List.of(this::record, pacer)), pacer);
    private final Loopback loopback = new Loopback(TcpScenarios.builtIn().all().getFirst(), listener,
            conditions);
    private Server server;
    private ManagedChannel channel;
    private OperationServiceBlockingStub stub;

    OperationServiceTest() throws IOException {
        listener.open();
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .addService(new OperationService(pacer, loopback, TcpScenarios.builtIn())).build().start();
        channel = InProcessChannelBuilder.forName(name).build();
        stub = OperationServiceGrpc.newBlockingStub(channel);
    }

    @BeforeEach
    void begin() {
        assertThat(loopback.running()).isZero();
    }

    @AfterEach
    void end() {
        pacer.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    private Observation record(History history) {
        histories.put(history.name() + " " + history.side(), history);
        return Observation.NONE;
    }

    private String start(String scenario, Pace pace) {
        return stub.startConnections(StartConnectionsRequest.newBuilder().setScenario(scenario).setPace(pace)
                .build()).getConnections(0);
    }

    /** Reads on until pacing is as it is wanted. */
    private static Pacing until(Iterator<WatchPacingResponse> watch, Predicate<Pacing> wanted) {
        while (watch.hasNext()) {
            Pacing pacing = watch.next().getPacing();
            if (wanted.test(pacing)) {
                return pacing;
            }
        }
        throw new AssertionError("the connection ended before");
    }

    private Iterator<WatchPacingResponse> watch(String connection) {
        return stub.watchPacing(WatchPacingRequest.newBuilder().setConnection(connection).build());
    }

    private void step(String connection, Side side, int moves) {
        var _ = stub.stepConnection(StepConnectionRequest.newBuilder().setConnection(connection)
                .setSide(side).setMoves(moves).build());
    }

    private History history(String side) {
        return Objects.requireNonNull(histories.get(side), side);
    }

    private dev.parkway.script.State state(String connection, dev.parkway.script.Side side) {
        return history(connection + " " + side).state().orElseThrow();
    }

    private static void await(History history, TcpState state) {
        while (!history.state().equals(Optional.of(state))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void start_held_movesOnlyWhenStepped() {
        String name = start("client-closes-first", HOLD);
        assertThat(name).isEqualTo("local/1");
        Iterator<WatchPacingResponse> watch = watch(name);
        until(watch, pacing -> pacing.getHeldList().equals(List.of(Side.SIDE_CLIENT)));
        assertThat(state(name, dev.parkway.script.Side.CLIENT)).isEqualTo(TcpState.CLOSED);

        step(name, Side.SIDE_UNSPECIFIED, 1);
        until(watch, pacing -> pacing.getHeldList().equals(List.of(Side.SIDE_SERVER)));
        assertThat(state(name, dev.parkway.script.Side.CLIENT)).isEqualTo(TcpState.SYN_SENT);
        assertThat(state(name, dev.parkway.script.Side.SERVER)).isEqualTo(TcpState.LISTEN);

        // Lockstep: five moves lead from there to the close of the client.
        step(name, Side.SIDE_UNSPECIFIED, 4);
        Pacing pacing = until(watch, each -> each.getOwed() == 0
                && each.getHeldList().equals(List.of(Side.SIDE_SERVER)));
        assertThat(pacing.getPace().getMode()).isEqualTo(Mode.MODE_HOLD);
        // What stood before may have been told twice.
        await(history(name + " client"), TcpState.FIN_WAIT_1);

        var _ = stub.paceConnection(PaceConnectionRequest.newBuilder().setConnection(name).build());
        watch.forEachRemaining(_ -> {});
        assertThat(history(name + " client").completed()).isTrue();
        assertThat(history(name + " server").completed()).isTrue();
        // The watch ends a moment before it is forgotten.
        while (pacer.find(ConnectionName.parse(name)).isPresent()) {
            Thread.onSpinWait();
        }
        refused(() -> step(name, Side.SIDE_UNSPECIFIED, 1), Status.Code.NOT_FOUND, "NOT_RUNNING");
    }

    @Test
    void step_ofOneSide_leavesTheOtherHeld() {
        String name = start("simultaneous-open", HOLD);
        Iterator<WatchPacingResponse> watch = watch(name);
        until(watch, pacing -> pacing.getHeldCount() == 2);

        step(name, Side.SIDE_SERVER, 1);
        until(watch,
                pacing -> pacing.getOwed() == 0 && pacing.getHeldList().equals(List.of(Side.SIDE_CLIENT)));
        // It has been let go, and makes its move in a moment.
        await(history(name + " server"), TcpState.SYN_SENT);
        assertThat(state(name, dev.parkway.script.Side.CLIENT)).isEqualTo(TcpState.CLOSED);
    }

    @Test
    void pace_delay_goesOnByItself() {
        String name = start("client-closes-first", HOLD);
        Iterator<WatchPacingResponse> watch = watch(name);
        until(watch, pacing -> pacing.getHeldCount() == 1);

        Pacing pacing = stub.paceConnection(PaceConnectionRequest.newBuilder().setConnection(name)
                .setPace(Pace.newBuilder().setMode(Mode.MODE_DELAY)
                        .setDelay(Duration.newBuilder().setNanos(1_000_000)))
                .build()).getPacing();
        assertThat(pacing.getPace().getDelay()).isEqualTo(Duration.newBuilder().setNanos(1_000_000).build());
        watch.forEachRemaining(_ -> {});
        assertThat(history(name + " client").completed()).isTrue();
    }

    @Test
    void close_whoIsHeld_isLetGo() {
        String name = start("refused", HOLD);
        Iterator<WatchPacingResponse> watch = watch(name);
        until(watch, pacing -> pacing.getHeldCount() == 1);
        pacer.close();
        watch.forEachRemaining(_ -> {});
        assertThat(history(name + " client").completed()).isTrue();
        refused(() -> start("refused", HOLD), Status.Code.UNAVAILABLE, "SHUTTING_DOWN");
    }

    @Test
    void pace_connectionOfAClientElsewhere_holdsTheSideThatRunsHere() throws InterruptedException {
        ConnectionName name = new ConnectionName("3f2a9c1d", 7);
        History history = listener.accept(name,
                TcpScenarios.builtIn().get("client-closes-first", TcpProfile.RFC));
        TurnGate gate = new TurnGate();
        Thread thread = new StateThread(history, gate, new Silent(), conditions).start();
        // Its side runs from here on; the first turn is not given yet.
        while (pacer.find(name).isEmpty()) {
            Thread.onSpinWait();
        }
        var _ = stub.paceConnection(
                PaceConnectionRequest.newBuilder().setConnection(name.toString()).setPace(HOLD).build());
        Iterator<WatchPacingResponse> watch = watch(name.toString());
        gate.give(1);
        until(watch, pacing -> pacing.getHeldList().equals(List.of(Side.SIDE_SERVER)));
        assertThat(history.state()).contains(TcpState.LISTEN);
        step(name.toString(), Side.SIDE_SERVER, 1);
        gate.give(2);
        await(history, TcpState.SYN_RCVD);
        until(watch, pacing -> pacing.getOwed() == 0 && pacing.getHeldCount() == 1);
        thread.interrupt();
        thread.join();
        assertThat(pacer.find(name)).isEmpty();
    }

    /** A client that is elsewhere. */
    private static final class Silent implements Peer {

        @Override
        public void unpark() {
            // Nobody is there to take it.
        }

        @Override
        public void finish() {
            // Nobody is there to be told.
        }
    }

    @Test
    void requests_thatAreNone_sayWhatIsAllowed() {
        refused(() -> start("no-such", HOLD), Status.Code.INVALID_ARGUMENT, "UNKNOWN_SCENARIO");
        refused(() -> stub.startConnections(StartConnectionsRequest.newBuilder().setScenario("refused")
                .setProfile("none").build()), Status.Code.INVALID_ARGUMENT, "UNKNOWN_SCENARIO");
        refused(() -> stub.startConnections(StartConnectionsRequest.newBuilder().setScenario("refused")
                .setCount(10_001).build()), Status.Code.INVALID_ARGUMENT, "COUNT");
        refused(() -> stub.startConnections(StartConnectionsRequest.newBuilder().setScenario("refused")
                .setCount(-1).build()), Status.Code.INVALID_ARGUMENT, "COUNT");
        refused(() -> start("refused", Pace.newBuilder().setMode(Mode.MODE_DELAY).build()),
                Status.Code.INVALID_ARGUMENT, "PACE");
        refused(() -> start("refused", Pace.newBuilder().setMode(Mode.MODE_HOLD)
                .setDelay(Duration.newBuilder().setSeconds(1)).build()), Status.Code.INVALID_ARGUMENT,
                "PACE");
        refused(() -> start("refused", Pace.newBuilder().setMode(Mode.MODE_DELAY)
                .setDelay(Duration.newBuilder().setSeconds(Long.MAX_VALUE)).build()),
                Status.Code.INVALID_ARGUMENT, "PACE");
        refused(() -> step("local", Side.SIDE_CLIENT, 1), Status.Code.INVALID_ARGUMENT, "CONNECTION_NAME");
        refused(() -> step("local/9", Side.SIDE_CLIENT, 1), Status.Code.NOT_FOUND, "NOT_RUNNING");
        assertThat(histories).as("nothing was started").isEmpty();
    }

    @Test
    void step_tooMany_isRefused() {
        String name = start("refused", HOLD);
        refused(() -> step(name, Side.SIDE_CLIENT, 1_001), Status.Code.INVALID_ARGUMENT, "MOVES");
        // The client is held before its first move, and so the server never comes to one.
        step(name, Side.SIDE_SERVER, 1_000);
        refused(() -> step(name, Side.SIDE_SERVER, 1), Status.Code.FAILED_PRECONDITION, "TOO_MANY_MOVES");
    }

    @Test
    void start_moreThanThereIsRoomFor_isRefused() {
        StartConnectionsRequest.Builder many = StartConnectionsRequest.newBuilder().setScenario("refused")
                .setPace(HOLD);
        assertThat(stub.startConnections(many.setCount(9_000).build()).getConnectionsCount())
                .isEqualTo(9_000);
        refused(() -> stub.startConnections(many.setCount(1_001).build()), Status.Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_STARTED");
    }

    private static void refused(Runnable call, Status.Code code, String reason) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(Failure.info(e).orElseThrow().getReason()).isEqualTo(reason);
        });
    }
}
