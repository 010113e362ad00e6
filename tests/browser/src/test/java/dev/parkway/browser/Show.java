package dev.parkway.browser;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Loopback;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.operation.OperationService;
import dev.parkway.operation.Pacer;
import dev.parkway.page.Page;
import dev.parkway.page.PagePlan;
import dev.parkway.script.Profile;
import dev.parkway.script.Scenario;
import dev.parkway.script.Scenarios;
import dev.parkway.script.Side;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A page over a journal of its own, with everything behind it that a server has, and nothing in between. */
final class Show implements AutoCloseable {

    static final Scenarios SCENARIOS = TcpScenarios.builtIn();

    private static final Duration TWO_MSL = Duration.ofMillis(1);

    private final EpochClock clock = new EpochClock();
    private final Journal journal = new Journal(InspectionLimits.DEFAULT, TWO_MSL);
    private final Pacer pacer = new Pacer(Pace.none());
    private final Listener listener = new Listener(clock, _ -> {});
    private final Loopback loopback;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;
    private final ManagedChannel channel;
    private final Page page;

    private Show(boolean operations) throws IOException {
        listener.open();
        loopback = new Loopback(SCENARIOS.all().getFirst(), listener,
                new Conditions(TWO_MSL, clock, Observer.all(List.of(journal, pacer)), pacer));
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name).executor(threads)
                .addService(new InspectionService(journal, InspectionLimits.DEFAULT, SCENARIOS))
                .addService(new OperationService(pacer, loopback, SCENARIOS)).build().start();
        channel = InProcessChannelBuilder.forName(name).executor(threads).build();
        page = Page.start(new PagePlan(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(),
                channel, operations,
                SCENARIOS));
    }

    static Show withOperations() throws IOException {
        return new Show(true);
    }

    static Show forReaders() throws IOException {
        return new Show(false);
    }

    String at(String path) {
        return "http://127.0.0.1:" + page.port() + path;
    }

    static Scenario scenario(String name, Profile profile) {
        return SCENARIOS.get(name, profile);
    }

    /** Runs so many connections of a scenario, to their ends if there are few. */
    void run(String scenario, int count) {
        for (int i = 0; i < count; i++) {
            loopback.connect(loopback.next(), scenario(scenario, TcpProfile.RFC));
        }
    }

    /** Has the journal take the records of a connection whose server knows of a token that nobody gave. */
    ConnectionName violation() {
        ConnectionName name = new ConnectionName("0badc0de", 1);
        Scenario scenario = scenario("client-closes-first", TcpProfile.RFC);
        History client = new History(name, scenario, Side.CLIENT);
        History server = new History(name, scenario, Side.SERVER);
        var records = scenario.server().transitions();
        for (var each : records.subList(0, 4)) {
            server.append(each.to(), each.cause(), each.edge(), each.sent(), each.received(),
                    clock.getAsLong());
        }
        var first = scenario.client().transitions().getFirst();
        client.append(first.to(), first.cause(), first.edge(), 0, 0, clock.getAsLong());
        // It went from CLOSED to ESTABLISHED, a way that RFC 9293 does not have.
        var third = scenario.client().transitions().get(2);
        client.append(third.to(), third.cause(), third.edge(), third.sent(), third.received(),
                clock.getAsLong());
        var ofClient = journal.begin(client);
        var ofServer = journal.begin(server);
        ofClient.entered(2);
        ofServer.entered(4);
        return name;
    }

    /** Begins a connection whose sides move only as a test says. */
    Stepped stepped() {
        return new Stepped(new ConnectionName("57e99ed0", 1),
                scenario("client-closes-first", TcpProfile.RFC));
    }

    /** Such a connection. */
    final class Stepped {

        private final ConnectionName name;
        private final Map<Side, History> histories = new EnumMap<>(Side.class);
        private final Map<Side, Observation> observations = new EnumMap<>(Side.class);

        Stepped(ConnectionName name, Scenario scenario) {
            this.name = name;
            for (Side side : Side.values()) {
                History history = new History(name, scenario, side);
                histories.put(side, history);
                observations.put(side, journal.begin(history));
            }
        }

        ConnectionName name() {
            return name;
        }

        /** Lets a side go on, up to one of its records. */
        void move(Side side, int upTo) {
            History history = Objects.requireNonNull(histories.get(side));
            while (history.size() < upTo) {
                var each = history.script().transitions().get(history.size());
                history.append(each.to(), each.cause(), each.edge(), each.sent(), each.received(),
                        clock.getAsLong());
                Objects.requireNonNull(observations.get(side)).entered(history.size());
            }
        }

        /** Has a side wait in vain, which is no edge and no crash. */
        void giveUp(Side side) {
            History history = Objects.requireNonNull(histories.get(side));
            history.append(TcpState.CLOSED, Tcp.PROTOCOL.cause("deadline passed"), null, 1, 0,
                    clock.getAsLong());
            Objects.requireNonNull(observations.get(side)).entered(history.size());
        }
    }

    @Override
    public void close() {
        page.close();
        pacer.close();
        channel.shutdownNow();
        server.shutdownNow();
        journal.close();
        threads.shutdownNow();
    }
}
