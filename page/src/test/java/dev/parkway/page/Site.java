package dev.parkway.page;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.Listener;
import dev.parkway.connection.LocalConnection;
import dev.parkway.connection.Loopback;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.operation.OperationService;
import dev.parkway.operation.Pacer;
import dev.parkway.script.Scenarios;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page on a free port, and what it shows, in one process. */
final class Site implements AutoCloseable {

    static final Scenarios SCENARIOS = TcpScenarios.builtIn();

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

    private final EpochClock clock = new EpochClock();
    private final Journal journal = new Journal(InspectionLimits.keeping(50), Duration.ofMillis(1));
    private final Pacer pacer = new Pacer(Pace.none());
    private final Listener listener = new Listener(clock, _ -> {});
    private final Loopback loopback = new Loopback(SCENARIOS.all().getFirst(), listener, new Conditions(
            Duration.ofMillis(1), clock, Observer.all(List.of(journal, pacer)), pacer));
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Server server;
    private final ManagedChannel channel;
    private final Page page;

    Site(boolean operations) throws IOException {
        listener.open();
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .addService(new InspectionService(journal, InspectionLimits.DEFAULT, SCENARIOS))
                .addService(new OperationService(pacer, loopback, SCENARIOS)).build().start();
        channel = InProcessChannelBuilder.forName(name).build();
        page = Page.start(plan(0, operations));
    }

    PagePlan plan(int port, boolean operations) {
        return new PagePlan(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                List.of("parkway.example"), channel,
                operations, SCENARIOS);
    }

    ManagedChannel channel() {
        return channel;
    }

    int port() {
        return page.port();
    }

    /** Runs a connection to its end. */
    void run(String scenario) throws InterruptedException {
        LocalConnection connection = loopback.connect(loopback.next(),
                SCENARIOS.get(scenario, TcpProfile.RFC));
        connection.join();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/api/v1" + path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A stream of events, a line at a time. */
    Stream<String> follow(String path) throws IOException, InterruptedException {
        return client.send(request("/api/v1" + path).build(), BodyHandlers.ofLines()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** Sends a request as it is written, and returns head and body of the answer. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            Matcher length = LENGTH.matcher(head);
            int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
            return head + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        page.close();
        client.shutdownNow();
        pacer.close();
        channel.shutdownNow();
        server.shutdownNow();
        journal.close();
    }
}
