package dev.parkway.faults;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.ControlServer;
import dev.parkway.control.SessionInfo;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A server that plays every scenario, and gRPC's in-process transport to it. */
final class Site implements AutoCloseable {

    /** More than anything takes that is not stuck. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Streams that nobody comes back to, the abandoned openings', leave a session behind for so long. */
    private static final Duration LINGER = Duration.ofSeconds(4);
    private static final ControlLimits LIMITS = new ControlLimits(1_000_000,
            ControlLimits.DEFAULT_CONNECTIONS_PER_SESSION, 1_000_000, ControlLimits.DEFAULT_TOKENS_PER_BATCH,
            LINGER);

    final Counts counts;
    final Ledger ledger;
    final ManagedChannel channel;
    final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("faults").factory());

    private final Conditions conditions;
    private final Listener listener;
    private final ControlServer control;
    private final Server server;

    private Site(Counts counts, boolean direct) {
        this.counts = counts;
        ledger = new Ledger(counts);
        EpochClock clock = new EpochClock();
        conditions = new Conditions(Duration.ZERO, clock, ledger);
        listener = new Listener(clock, _ -> {});
        listener.open();
        control = new ControlServer(this::accept, LIMITS, "faults", () -> "none");
        String name = UUID.randomUUID().toString();
        InProcessServerBuilder servers = InProcessServerBuilder.forName(name).addService(control);
        InProcessChannelBuilder channels = InProcessChannelBuilder.forName(name);
        if (direct) {
            servers.directExecutor();
            channels.directExecutor();
        }
        try {
            server = servers.build().start();
        } catch (IOException e) {
            throw new AssertionError("the server did not start", e);
        }
        channel = channels.build();
    }

    /** With callbacks that run on whatever thread caused them. */
    static Site direct(Counts counts) {
        return new Site(counts, true);
    }

    /** With callbacks on gRPC's own threads. */
    static Site pooled(Counts counts) {
        return new Site(counts, false);
    }

    private ConnectionHandler accept(SessionInfo session) {
        Scenario scenario = TcpScenarios.builtIn().get(session.terms().scenario(),
                TcpProfile.of(session.terms().profile()));
        return new ConnectionHandler() {
            @Override
            public long turnsPerConnection() {
                return scenario.server().awaits();
            }

            @Override
            public void accept(ControlConnection connection) {
                start(Side.SERVER, connection, scenario);
            }
        };
    }

    /** Starts one side's state thread. */
    void start(Side side, ControlConnection connection, Scenario scenario) {
        ConnectionName name = new ConnectionName(connection.session(), connection.number());
        Pair pair = ledger.pair(name, scenario);
        History history = side == Side.SERVER ? listener.accept(name, scenario)
                : new History(name, scenario, side);
        Thread _ = new StateThread(history, connection.gate(), pair.counting(side, connection), conditions)
                .start();
    }

    /** How many connections the server has not forgotten. */
    long connections() {
        return control.connections();
    }

    /** Counts what is left when all should be gone, after the time that is allowed. */
    void countLeft() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + LINGER.multipliedBy(4).toNanos();
        while ((!control.sessions().isEmpty() || control.runningThreads() > 0 || !Threads.ours().isEmpty())
                && deadlineNanos - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        counts.sessionsLeft.add(control.sessions().size());
        counts.threadsLeft.add(Math.max(control.runningThreads(), Threads.ours().size()));
        if (!control.sessions().isEmpty() || !Threads.ours().isEmpty()) {
            counts.failed("left over: " + control.sessions() + ", " + Threads.ours());
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        timer.shutdownNow();
    }
}
