package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of a server as it is started; what it looks like is another module's business. */
final class PageIT {

    private static final int PORT_TAKEN = 5;
    private static final Pattern ENDED = Pattern.compile("connection=local/1 ((?:client|server) \\D+)$");
    private static final String START = "{\"scenario\": \"client-closes-first\", \"pace\": {\"mode\": \"MODE_HOLD\"}}";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void page_connectionOfAClient_isShownFromBothSidesAndNothingCanBeDone() throws Exception {
        try (Running server = page("--msl", "10ms").start();
                Running client = Launch.client(server.port(), "--msl", "10ms").start()) {
            assertThat(client.exitCode()).as("%s\n%s", client, server).isZero();
            String at = at(server);
            Await.until("it is judged",
                    () -> get(at + "api/v1/connections").contains("\"verdict\":\"conforms\""));
            assertThat(get(at + "api/v1/connections")).contains("\"clientOutcome\":\"completed\"",
                    "\"serverOutcome\":\"completed\"", Logs.session(client) + "/1");
            assertThat(post(at + "api/v1/connections").statusCode()).isEqualTo(403);
            assertThat(server.log().soFar()).noneMatch(line -> line.contains("Helidon"));
        }
    }

    @Test
    void page_operationsAllowed_startsAConnectionThatIsHeldUntilTheServerEnds() throws Exception {
        try (Running server = page("--operations", "--drain", "5s").start()) {
            String at = at(server);
            assertThat(post(at + "api/v1/connections").body()).contains("local/1");
            Await.until("both sides are there",
                    () -> get(at + "api/v1/connections/local/1").contains("STATE_LISTEN"));
            assertThat(get(at + "api/v1/connections/local/1")).doesNotContain("STATE_SYN_SENT");
            server.terminate();
            assertThat(server.exitCode()).as("%s", server).isEqualTo(143);
            assertThat(server.log().all()).noneMatch(line -> line.contains("did not end in time"));
        }
    }

    @Test
    void page_serverEndsWithConnectionsStartedFromIt_letsThemEndOrEndsThemAsDrained() throws Exception {
        // The second has no time: it ends in the middle of what would take minutes.
        assertThat(endsOfStarted("--drain", "30s", "--msl", "1ms"))
                .containsExactlyInAnyOrder("client completed", "server completed");
        assertThat(endsOfStarted("--drain", "0", "--pace", "1m"))
                .containsExactlyInAnyOrder("client drained", "server drained");
    }

    /** How the two sides of a held connection end, which was started from the page, when the server does. */
    private List<String> endsOfStarted(String... arguments) throws Exception {
        try (Running server = page(arguments).with("PARKWAY_OPERATIONS", "true")
                .with("PARKWAY_LOG_LEVEL", "debug").start()) {
            assertThat(post(at(server) + "api/v1/connections").body()).contains("local/1");
            server.log().await("connection=local/1 client 1: CLOSED");
            server.terminate();
            assertThat(server.exitCode()).as("%s", server).isEqualTo(143);
            assertThat(server.log().all()).noneMatch(line -> line.contains("did not end in time"));
            return server.log().all().stream()
                    .map(ENDED::matcher).filter(Matcher::find).map(end -> end.group(1)).toList();
        }
    }

    @Test
    void page_portTaken_namesThePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Running server = Launch.server("--page", "--page-port", "" + taken.getLocalPort()).start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(PORT_TAKEN);
            assertThat(server.log().allWith("cannot listen on 127.0.0.1:" + taken.getLocalPort()))
                    .singleElement().asString().contains("Address already in use");
        }
    }

    private static Launch page(String... arguments) {
        Launch server = Launch.server(arguments);
        return server.with("PARKWAY_PAGE", "true").with("PARKWAY_PAGE_PORT", "0");
    }

    private static String at(Running server) {
        return server.log().await("page at http").replaceAll(".*page at ", "");
    }

    private String get(String address) {
        try {
            return http.send(request(address).build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(address, e);
        }
    }

    private HttpResponse<String> post(String address) throws IOException, InterruptedException {
        return http.send(request(address).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(START)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
    }
}
