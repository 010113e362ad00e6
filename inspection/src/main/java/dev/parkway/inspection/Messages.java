package dev.parkway.inspection;

import com.google.protobuf.Timestamp;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.RecordName;
import dev.parkway.proto.inspection.v1.Scenario;
import dev.parkway.proto.inspection.v1.Side;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.proto.inspection.v1.UnaskedServer;
import dev.parkway.proto.inspection.v1.Violation;
import dev.parkway.script.Edge;
import dev.parkway.script.check.CausalOrder;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is recorded, as messages; the one place where either becomes the other. */
final class Messages {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final Map<TcpState, State> STATES = new EnumMap<>(TcpState.class);
    private static final Map<State, TcpState> TCP_STATES = new EnumMap<>(State.class);

    static {
        for (TcpState each : TcpState.values()) {
            State state = State.valueOf("STATE_" + each);
            STATES.put(each, state);
            TCP_STATES.put(state, each);
        }
    }

    private Messages() {}

    static State state(dev.parkway.script.State state) {
        return STATES.getOrDefault(state, State.STATE_UNSPECIFIED);
    }

    /** Returns the state that a message names, if it names one. */
    static Optional<TcpState> state(State state) {
        return Optional.ofNullable(TCP_STATES.get(state));
    }

    private static Side side(dev.parkway.script.Side side) {
        return side == dev.parkway.script.Side.CLIENT ? Side.SIDE_CLIENT : Side.SIDE_SERVER;
    }

    static Violation violation(dev.parkway.script.check.Violation found) {
        Violation.Builder message = Violation.newBuilder()
                .setRule(found.rule().name()).setText(found.toString());
        found.records().forEach(record -> message.addRecords(RecordName.newBuilder()
                .setSide(side(record.side())).setOrdinal(record.ordinal())));
        return message.build();
    }

    static Transition transition(ConnectionName connection, dev.parkway.script.Transition made) {
        Transition.Builder message = Transition.newBuilder()
                .setConnection(connection.toString())
                .setSide(side(made.side()))
                .setOrdinal(made.ordinal())
                .setTo(state(made.to()))
                .setSent(made.sent())
                .setReceived(made.received())
                .setTime(time(made.epochNanos()));
        if (made.from() != null) {
            message.setFrom(state(made.from()));
        }
        if (made.cause() != null) {
            message.setCause(made.cause().toString());
        }
        if (made.edge() != null) {
            message.setEdge(made.edge().name());
        }
        return message.build();
    }

    /** Reads a record that another process made. */
    static dev.parkway.script.Transition transition(Transition message) {
        return new dev.parkway.script.Transition(
                message.getSide() == Side.SIDE_CLIENT
                        ? dev.parkway.script.Side.CLIENT : dev.parkway.script.Side.SERVER,
                message.getOrdinal(), state(message.getFrom()).orElse(null),
                state(message.getTo()).orElseThrow(),
                message.getCause().isEmpty() ? null : Tcp.PROTOCOL.cause(message.getCause()),
                message.getEdge().isEmpty() ? null : TcpEdge.valueOf(message.getEdge()), message.getSent(),
                message.getReceived(),
                message.getTime().getSeconds() * NANOS_PER_SECOND + message.getTime().getNanos());
    }

    static Scenario scenario(dev.parkway.script.Scenario plot) {
        return Scenario.newBuilder()
                .setName(plot.name())
                .setProfile(plot.profile().toString())
                .setTitle(plot.title())
                .setFigures(plot.figures())
                .addAllEdges(plot.edges().stream().map(Edge::name).toList())
                .setClient(plot.client().toString())
                .setServer(plot.server().toString())
                .setDigest(plot.digest())
                .build();
    }

    static UnaskedServer unasked(Peers.Unasked server) {
        return UnaskedServer.newBuilder().setAddress(server.address()).setReason(server.reason()).build();
    }

    static Connection connection(Entry entry) {
        // How far it is first: what is then judged is all of that, if not more.
        Connection.Builder message = unjudged(entry);
        return message.setVerdict(entry.verdict().outcome().toString()).build();
    }

    /** Returns how far a connection is, all but its verdict. */
    static Connection.Builder unjudged(Entry entry) {
        Connection.Builder message = Connection.newBuilder()
                .setName(entry.name().toString())
                .setSession(entry.name().session())
                .setNumber(entry.name().number())
                .setScenario(entry.scenario().name())
                .setProfile(entry.scenario().profile().toString())
                .setClientOutcome(outcome(entry.client()))
                .setClientState(lastState(entry.client()))
                .setServerOutcome(outcome(entry.server()))
                .setServerState(lastState(entry.server()));
        entry.startedNanos().ifPresent(nanos -> message.setStarted(time(nanos)));
        return message;
    }

    /** Returns both sides' records, in an order that respects happens-before. */
    static List<Transition> transitions(Entry entry) {
        // The client's first: the server's that they depend on are then there as well.
        List<dev.parkway.script.Transition> client = records(entry.client());
        List<dev.parkway.script.Transition> server = records(entry.server());
        return CausalOrder.of(client, server).merged().stream().map(each -> transition(entry.name(), each))
                .toList();
    }

    private static List<dev.parkway.script.Transition> records(@Nullable History history) {
        return history == null ? List.of() : history.transitions();
    }

    private static String outcome(@Nullable History history) {
        return history == null ? "" : history.outcome().orElse("");
    }

    static State lastState(@Nullable History history) {
        return history == null
                ? State.STATE_UNSPECIFIED
                : history.state().map(Messages::state).orElse(State.STATE_UNSPECIFIED);
    }

    private static Timestamp time(long epochNanos) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(epochNanos, NANOS_PER_SECOND))
                .setNanos((int) Math.floorMod(epochNanos, NANOS_PER_SECOND))
                .build();
    }
}
