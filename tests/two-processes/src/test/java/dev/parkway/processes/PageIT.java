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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a server as it is started; what it looks like is another module's business. */
final class PageIT {

    private static final int PORT_TAKEN = 5;
    private static final Pattern ENDED = Pattern.compile("connection=local/1 ((?:client|server) \\D+)$");
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
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

    @Test
    void page_ofSeveralServers_showsAllOfThemAndNamesWhoCannotBeAsked(@TempDir Path folder) throws Exception {
        try (Cluster servers = new Cluster(folder)) {
            Running shows = servers.add("--page", "--page-port", "0", "--page-servers", servers.target());
            Running dies = servers.add();
            try (Running client = servers.client("--connections", "600", "--parallel", "30", "--pace", "5ms",
                    "--sessions", "6").start()) {
                assertThat(client.exitCode()).as("%s", client).isZero();
                assertThat(Cluster.instances(client.log().all().stream()))
                        .contains(Cluster.instance(shows), Cluster.instance(dies));
            }
            String at = at(shows);
            // The name is looked up when it is asked for first.
            Await.until("all are asked", () -> names(at).size() == 600);
            Set<String> sessions = names(at).stream().map(name -> name.replaceAll("/.*", ""))
                    .collect(Collectors.toSet());
            assertThat(names(at)).hasSize(600).doesNotHaveDuplicates();
            assertThat(sessions).hasSize(6).allSatisfy(session -> assertThat(
                    get(at + "api/v1/connections/" + session + "/1")).contains("\"verdict\":\"conforms\""));
            assertThat(get(at + "api/v1/summary")).contains("\"kept\":\"600\"", "\"unasked\":[]",
                    "\"servers\":[\"" + place(servers, shows) + "\",\"" + place(servers, dies) + "\"]");

            Iterator<String> events = http.send(request(at + "api/v1/events").build(), BodyHandlers.ofLines())
                    .body().iterator();
            find(events, "event:begin");
            dies.kill9();
            find(events, "event:reload");
            assertThat(get(at + "api/v1/summary"))
                    .contains("{\"address\":\"" + place(servers, dies) + "\",\"reason\":\"UNAVAILABLE: ");
            assertThat(names(at)).isNotEmpty().hasSizeLessThan(600);

            servers.forget(dies);
            Running comes = servers.add();
            Await.until("the new one is asked, and the other no more",
                    () -> get(at + "api/v1/summary").contains(
                            "\"unasked\":[],\"servers\":[\"" + place(servers, shows) + "\",\""
                                    + place(servers, comes)
                                    + "\"]"));
            find(events, "event:reload");
        }
    }

    @Test
    void page_ofServersThatNobodyKnows_showsItsOwnAndSaysSo(@TempDir Path folder) {
        try (Cluster servers = new Cluster(folder)) {
            Running shows = servers.start("--page", "--page-port", "0", "--page-servers", servers.target());
            assertThat(get(at(shows) + "api/v1/summary")).contains("{\"address\":\"" + servers.target()
                    + "\",\"reason\":\"UNAVAILABLE: ", "\"servers\":[\"" + place(servers, shows) + "\"]");
        }
    }

    @Test
    void page_ofSeveralServersByTls_asksThoseThatItTrustsAndSaysWhyNotTheOthers(@TempDir Path folder) {
        Papers.Issuer issuer = new Papers.Issuer("issuer");
        try (Cluster servers = new Cluster(folder)) {
            Running shows = servers.add(mutual(folder, issuer, "--page", "--page-port", "0", "--page-servers",
                    servers.target()));
            Running known = servers.add(mutual(folder, issuer));
            Running foreign = servers.add(mutual(folder, new Papers.Issuer("another")));
            // Names are looked up, and connections made, as they are asked for first.
            String summary = at(shows) + "api/v1/summary";
            Await.until("the two that trust each other are asked, and one is not trusted",
                    () -> get(summary).contains("\",\"" + place(servers, known) + "\"]")
                            && get(summary).contains("no TLS"));
            assertThat(get(summary)).contains(
                    "\"servers\":[\"" + place(servers, shows) + "\",\"" + place(servers, known) + "\"]",
                    "{\"address\":\"" + place(servers, foreign) + "\",\"reason\":\"no TLS with "
                            + servers.target()
                            + ": its certificate is by none of the issuers that are trusted here\"}");
        }
    }

    private static String[] mutual(Path folder, Papers.Issuer issuer, String... more) {
        Papers papers = issuer.issue(folder, "server", Cluster.NAME);
        return Stream.of(papers.shown(), List.of("--tls-client-ca", papers.issuer()), List.of(more))
                .flatMap(List::stream).toArray(String[]::new);
    }

    private static String place(Cluster servers, Running server) {
        return servers.hostOf(server) + ":" + servers.port();
    }

    private List<String> names(String at) {
        return NAME.matcher(get(at + "api/v1/connections?page_size=1000")).results()
                .map(found -> found.group(1)).toList();
    }

    /** Reads on until there is a line. */
    private static void find(Iterator<String> lines, String wanted) {
        while (!lines.next().equals(wanted)) {
            // Others, and signs of life.
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
