package dev.parkway.benchmarks.scale;

import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.proto.inspection.v1.StateCount;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Servers of one name, each at an address of loopback of its own. */
final class Deployed implements AutoCloseable {

    private static final String NAME = "servers.test";
    /** The default scenario's. */
    private static final int TURNS = 9;
    /** So many pairs of turns more, to tell the cost of a turn from that of a connection. */
    static final int MORE = 20;
    /** For each server: fewer at a time are fewer tokens in a batch, and then each costs more. */
    private static final int PARALLEL_EACH = 500;
    private static final int SESSIONS_EACH = 2;

    private final Path root;
    private final Path folder;
    private final int port;
    private final List<ServiceProcess> servers;

    private Deployed(Path root, Path folder, int port, List<ServiceProcess> servers) {
        this.root = root;
        this.folder = folder;
        this.port = port;
        this.servers = servers;
    }

    /** Starts so many. They have not warmed up. */
    static Deployed start(Path root, int count) throws IOException {
        Path folder = Files.createTempDirectory("scale");
        Files.writeString(hosts(folder), IntStream.range(0, count).mapToObj(i -> host(i) + " " + NAME + "\n")
                .collect(Collectors.joining()));
        Files.writeString(scenarios(folder), longer(0) + longer(MORE));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host(0)))) {
            port = free.getLocalPort();
        }
        List<ServiceProcess> servers = new ArrayList<>();
        Deployed deployed = new Deployed(root, folder, port, servers);
        for (int i = 0; i < count; i++) {
            servers.add(ServiceProcess.start(root, "server-service", List.of("-XX:+UseParallelGC"),
                    List.of("--host", host(i), "--port", "" + port, "--msl", "10ms", "--scenario-file",
                            scenarios(folder).toString())));
        }
        for (ServiceProcess server : servers) {
            String _ = server.await(" listens on ");
        }
        return deployed;
    }

    private static String host(int number) {
        return "127.0.0." + (10 + number);
    }

    private static Path scenarios(Path folder) {
        return folder.resolve("scenarios");
    }

    private static String name(int pairs) {
        return "longer-" + pairs;
    }

    /** The default scenario with so many pairs of turns more, while both sides are ESTABLISHED. */
    private static String longer(int pairs) {
        return """
                scenario: %s
                profile: lockstep
                client: CLOSED SYN_SENT SYN! SYN+ACK? ESTABLISHED ACK! turn?%s FIN_WAIT_1 FIN! ACK?
                        FIN_WAIT_2 turn! FIN? TIME_WAIT ACK! 2MSL CLOSED
                server: CLOSED LISTEN SYN? SYN_RCVD SYN+ACK! ACK? ESTABLISHED turn!%s FIN? CLOSE_WAIT ACK!
                        turn? LAST_ACK FIN! ACK? CLOSED

                """.formatted(name(pairs), " turn! turn?".repeat(pairs), " turn? turn!".repeat(pairs));
    }

    private static Path hosts(Path folder) {
        return folder.resolve("hosts");
    }

    /** Runs so many connections through, each with so many pairs of turns more than the default scenario has. */
    Trial run(String role, int connections, int pairs) throws IOException {
        Duration before = cpu();
        try (ServiceProcess client = client(List.of("--connections", "" + connections, "--parallel",
                "" + PARALLEL_EACH * servers.size(), "--scenario", name(pairs), "--profile", "lockstep"))) {
            long nanos = awaitCompleted(client, connections);
            Duration used = cpu().minus(before);
            return new Trial(role, servers.size(), connections, (long) connections * (TURNS + 2L * pairs), 0,
                    nanos, used.toNanos(), client.cpu().toNanos(), 0);
        }
    }

    /** Holds so many connections ESTABLISHED for a while, which must be longer than it takes to open them. */
    Trial hold(String role, int connections, Duration hold) throws IOException, InterruptedException {
        long before = aliveBytes();
        Duration used = cpu();
        try (ServiceProcess client = client(List.of("--connections", "" + connections, "--parallel",
                "" + connections, "--hold", hold.toMillis() + "ms"))) {
            awaitEstablished(connections, hold);
            long bytes = aliveBytes() - before;
            if (established() < connections) {
                throw new IOException("some were let go before all were counted; a longer hold is needed");
            }
            long nanos = awaitCompleted(client, connections);
            return new Trial(role, servers.size(), 0, 0, connections, nanos, cpu().minus(used).toNanos(),
                    client.cpu().toNanos(), bytes);
        }
    }

    private void awaitEstablished(int connections, Duration atMost) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + atMost.toNanos();
        while (established() < connections) {
            if (System.nanoTime() - endNanos > 0) {
                throw new IOException(
                        "of " + connections + " connections " + established() + " were open after "
                                + atMost);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** How many connections are ESTABLISHED at the servers. */
    private long established() throws InterruptedException {
        long sum = 0;
        for (int i = 0; i < servers.size(); i++) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(host(i), port).usePlaintext().build();
            try {
                sum += InspectionServiceGrpc.newBlockingStub(channel)
                        .getSummary(GetSummaryRequest.getDefaultInstance()).getStatesList().stream()
                        .filter(each -> each.getState() == State.STATE_ESTABLISHED)
                        .mapToLong(StateCount::getServers).sum();
            } finally {
                boolean _ = channel.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
            }
        }
        return sum;
    }

    private ServiceProcess client(List<String> more) throws IOException {
        List<String> flags = new ArrayList<>(List.of("--server", NAME + ":" + port, "--sessions",
                "" + SESSIONS_EACH * servers.size(), "--msl", "10ms", "--scenario-file",
                scenarios(folder).toString(), "--stay", "--inspection-port", "0"));
        flags.addAll(more);
        return ServiceProcess.start(root, "client-service",
                List.of("-XX:+UseParallelGC", "-Djdk.net.hosts.file=" + hosts(folder)), flags);
    }

    private static long awaitCompleted(ServiceProcess client, int connections) throws IOException {
        String line = client.await(" connections in ");
        if (!line.endsWith("{completed=" + connections + "}")) {
            throw new IOException("not all completed: " + line);
        }
        return Duration.ofMillis(Long.parseLong(line.replaceAll(".* connections in (\\d+) ms.*", "$1")))
                .toNanos();
    }

    private Duration cpu() {
        return servers.stream().map(ServiceProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private long aliveBytes() throws IOException, InterruptedException {
        long sum = 0;
        for (ServiceProcess server : servers) {
            sum += server.aliveBytes();
        }
        return sum;
    }

    @Override
    public void close() {
        servers.forEach(ServiceProcess::close);
    }
}
