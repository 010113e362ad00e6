package dev.parkway.benchmarks.lifecycles;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.EventLoops;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.ReportService;
import dev.parkway.inspection.ReportingSession;
import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.telemetry.Telemetry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The server's sides, put together as the server service does it. */
final class ParkwayServing {

    static final Scenario SCENARIO = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);

    private static final ControlLimits LIMITS = new ControlLimits(ControlLimits.DEFAULT_SESSIONS, 1_000_000,
            1_000_000, ControlLimits.DEFAULT_TOKENS_PER_BATCH, SessionTimeouts.DEFAULT_LINGER);

    private ParkwayServing() {}

    static String start(Records records, Monitoring monitoring) throws IOException {
        Telemetry telemetry = monitoring.start("server");
        Journal journal = new Journal(InspectionLimits.DEFAULT, Duration.ZERO);
        EpochClock clock = new EpochClock();
        Listener listener = new Listener(clock, _ -> {});
        listener.open();
        List<Observer> observers = records.keeping(journal);
        observers.addAll(telemetry.observers());
        Conditions conditions = new Conditions(Duration.ZERO, clock, Observer.all(observers), Pace.none(),
                Duration.ZERO, telemetry.timers());
        ControlServer control = new ControlServer(session -> {
            telemetry.sessionOpened(session.id().name());
            return new Accepting(listener, conditions);
        }, LIMITS, "benchmark", () -> "none");
        ReportService reports = new ReportService(journal, InspectionLimits.DEFAULT,
                (id, caller) -> control.session(id, caller)
                        .map(_ -> new ReportingSession(id.name(), SCENARIO)));
        telemetry.count(control.traffic());
        telemetry.count(journal);
        NettyServerBuilder builder = EventLoops.carry(NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .directExecutor().callExecutor(new DirectBut(reports, Executors
                        .newVirtualThreadPerTaskExecutor()))
                .addService(control).addService(reports);
        telemetry.measure(builder);
        Server server = builder.build().start();
        return Integer.toString(server.getPort());
    }

    private record Accepting(Listener listener, Conditions conditions) implements ConnectionHandler {

        @Override
        public long turnsPerConnection() {
            return SCENARIO.server().awaits();
        }

        @Override
        public void accept(ControlConnection connection) {
            ConnectionName name = new ConnectionName(connection.session(), connection.number());
            Thread _ = new StateThread(listener.accept(name, SCENARIO), connection.gate(), connection,
                    conditions).start();
        }
    }

    /** Reports are taken by threads of their own, tokens are not. */
    private record DirectBut(String service, Executor threads) implements ServerCallExecutorSupplier {

        DirectBut(ReportService reports, Executor threads) {
            this(reports.bindService().getServiceDescriptor().getName(), threads);
        }

        @Override
        public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
            return service.equals(call.getMethodDescriptor().getServiceName()) ? threads : Runnable::run;
        }
    }
}
