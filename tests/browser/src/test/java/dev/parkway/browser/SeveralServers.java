package dev.parkway.browser;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.MergedInspection;
import dev.parkway.inspection.Peer;
import dev.parkway.inspection.Peers;
import dev.parkway.page.Page;
import dev.parkway.page.PagePlan;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpProfile;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A page over several servers, each of which has a journal of its own, and nothing in between. */
final class SeveralServers implements Peers, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, One> all = new LinkedHashMap<>();
    private final Map<String, Server> running = new HashMap<>();
    private final Server merged;
    private final ManagedChannel channel;
    private final Page page;

    /** What stays of a server when it is stopped. */
    private record One(Journal journal, ManagedChannel channel) {}

    SeveralServers(String... addresses) throws IOException {
        for (String address : addresses) {
            all.put(address, new One(new Journal(InspectionLimits.DEFAULT, Duration.ZERO),
                    InProcessChannelBuilder.forName(address).executor(threads).build()));
            start(address);
        }
        String name = InProcessServerBuilder.generateName();
        merged = serve(name, new MergedInspection(this, PATIENCE));
        channel = InProcessChannelBuilder.forName(name).executor(threads).build();
        page = Page.start(new PagePlan(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(),
                channel, false, Show.SCENARIOS));
    }

    private Server serve(String name, BindableService service) throws IOException {
        return InProcessServerBuilder.forName(name).executor(threads).addService(service).build().start();
    }

    private One one(String address) {
        One one = all.get(address);
        if (one == null) {
            throw new IllegalArgumentException("no server " + address);
        }
        return one;
    }

    void start(String address) throws IOException {
        running.put(address, serve(address,
                new InspectionService(one(address).journal(), InspectionLimits.DEFAULT, Show.SCENARIOS)));
    }

    void stop(String address) {
        Server server = running.remove(address);
        if (server != null) {
            server.shutdownNow();
        }
    }

    /** Has one of them take a connection that has ended as it should, and began so long after 1970. */
    void run(String address, ConnectionName name, Duration at) {
        Scenario scenario = Show.scenario("client-closes-first", TcpProfile.RFC);
        for (Side side : Side.values()) {
            History history = new History(name, scenario, side);
            var observation = one(address).journal().begin(history);
            for (var each : (side == Side.CLIENT ? scenario.client() : scenario.server()).transitions()) {
                history.append(each.to(), each.cause(), each.edge(), each.sent(), each.received(),
                        at.toNanos() + each.ordinal());
                observation.entered(each.ordinal());
            }
            history.end(History.COMPLETED);
            observation.ended();
        }
    }

    @Override
    public List<Peer> present() {
        return all.entrySet().stream().map(each -> {
            // As one does who looks the name up.
            each.getValue().channel().resetConnectBackoff();
            return new Peer(each.getKey(), each.getValue().channel());
        }).toList();
    }

    String at(String path) {
        return "http://127.0.0.1:" + page.port() + path;
    }

    @Override
    public void close() {
        page.close();
        channel.shutdownNow();
        merged.shutdownNow();
        all.values().forEach(each -> {
            each.channel().shutdownNow();
            each.journal().close();
        });
        running.values().forEach(Server::shutdownNow);
        threads.shutdownNow();
    }
}
