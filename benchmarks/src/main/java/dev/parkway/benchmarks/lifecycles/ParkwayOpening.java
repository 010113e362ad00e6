package dev.parkway.benchmarks.lifecycles;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.EventLoops;
import dev.parkway.control.Servers;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.TransitionReporter;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.telemetry.Telemetry;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The client's sides, put together as the client service does it: a session for each share, opened and finished. */
final class ParkwayOpening implements Opening {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Scenario SCENARIO = ParkwayServing.SCENARIO;

    private final ManagedChannel channel;
    private final Records records;
    private final Telemetry telemetry;
    private final Traffic traffic = new Traffic();
    private final Journal journal = new Journal(InspectionLimits.DEFAULT, Duration.ZERO);

    ParkwayOpening(String address, Records records, Monitoring monitoring) {
        this.records = records;
        telemetry = monitoring.start("client");
        channel = channel(address, telemetry);
        telemetry.count(journal);
        telemetry.count(traffic);
    }

    @Override
    public Result run(Share share) throws InterruptedException {
        long begunNanos = System.nanoTime();
        telemetry.sessionOpening();
        ClientSession session = open(channel, PATIENCE, traffic);
        telemetry.sessionOpened(session.name());
        Optional<TransitionReporter> reporter = records == Records.REPORTED
                ? Optional.of(new TransitionReporter(channel,
                        session.id(), Duration.ZERO, TransitionReporter.DEFAULT_BACKLOG))
                : Optional.empty();
        Slots slots = new Slots(share);
        List<Observer> observers = records.keeping(journal);
        reporter.ifPresent(observers::add);
        observers.addAll(telemetry.observers());
        observers.add(history -> new EndOf(history, slots));
        Conditions conditions = new Conditions(Duration.ZERO, new EpochClock(), Observer.all(observers),
                Pace.none(), Duration.ZERO, telemetry.timers());
        long connections = slots.run(() -> connect(session, conditions));
        long unreported = 0;
        if (reporter.isPresent()) {
            boolean taken = reporter.get().close(PATIENCE);
            unreported = taken ? reporter.get().dropped() : connections;
        }
        if (!session.finish(PATIENCE).orderly()) {
            throw new IllegalStateException(session + " ended early");
        }
        telemetry.sessionEnded(session.name());
        return new Result(connections, System.nanoTime() - begunNanos, unreported);
    }

    static ManagedChannel channel(String address, Telemetry telemetry) {
        NettyChannelBuilder builder = EventLoops
                .carry(NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(address)))
                .usePlaintext().directExecutor();
        telemetry.measure(builder);
        return builder.build();
    }

    static ClientSession open(ManagedChannel channel, Duration waitDeadline, Traffic traffic)
            throws InterruptedException {
        SessionTerms terms = new SessionTerms(SCENARIO.name(), SCENARIO.profile().toString(), waitDeadline,
                0);
        return ClientSession.open(Servers.one(channel), terms, SCENARIO.client().awaits(),
                new SessionTimeouts(PATIENCE),
                traffic);
    }

    static void connect(ClientSession session, Conditions conditions) {
        ControlConnection connection = session.connect();
        ConnectionName name = new ConnectionName(connection.session(), connection.number());
        Thread _ = new StateThread(new History(name, SCENARIO, Side.CLIENT), connection.gate(), connection,
                conditions).start();
    }

    /** Makes room for the next when a connection has ended as it should. */
    private record EndOf(History history, Slots slots) implements Observation {

        @Override
        public void entered(int ordinal) {}

        @Override
        public void ended() {
            if (!history.completed()) {
                throw new IllegalStateException(history + " " + history.outcome());
            }
            slots.ended();
        }
    }
}
