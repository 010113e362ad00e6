package dev.parkway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.ListConnectionsResponse;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page's HTTP as a program meets it. */
@Timeout(60)
final class PageTest {

    private final Site site;

    PageTest() throws IOException {
        site = new Site(true);
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void connections_json_isTheMessagesOwn() throws Exception {
        site.run("client-closes-first");
        site.run("refused");
        ListConnectionsResponse.Builder list = ListConnectionsResponse.newBuilder();
        JsonFormat.parser().merge(site.get("/api/v1/connections?page_size=1").body(), list);
        assertThat(list.getConnectionsList()).singleElement()
                .satisfies(each -> assertThat(each.getName()).isEqualTo("local/2"));
        assertThat(list.getNextPageToken()).isNotEmpty();

        GetConnectionResponse.Builder connection = GetConnectionResponse.newBuilder();
        HttpResponse<String> answer = site.get("/api/v1/connections/local/1");
        JsonFormat.parser().merge(answer.body(), connection);
        assertThat(connection.build()).isEqualTo(InspectionServiceGrpc.newBlockingStub(site.channel())
                .getConnection(GetConnectionRequest.newBuilder().setName("local/1").build()));
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void questions_thatAreNone_areRefusedAsInspectionRefusesThem() throws Exception {
        refused(site.get("/api/v1/connections/local/9"), 404, "CONNECTION_UNKNOWN");
        refused(site.get("/api/v1/connections/nobody/x"), 400, "CONNECTION_NAME");
        refused(site.get("/api/v1/connections/nobody/x/events"), 400, "CONNECTION_NAME");
        refused(site.get("/api/v1/connections?page_size=-1"), 400, "PAGE_SIZE");
        refused(site.get("/api/v1/connections?page_size=many"), 400, "PAGE_SIZE");
        refused(site.get("/api/v1/connections?page_token=x"), 400, "PAGE_TOKEN");
        refused(site.get("/api/v1/connections?session=x"), 400, "SESSION");
    }

    private static void refused(HttpResponse<String> answer, int status, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonObject body = JsonParser.parseString(answer.body()).getAsJsonObject();
        assertThat(body.get("reason").getAsString()).isEqualTo(reason);
        assertThat(body.get("message").getAsString()).isNotEmpty();
    }

    @Test
    void machine_isTheTableThatEverythingElseIsCheckedAgainst() throws Exception {
        JsonObject machine = JsonParser.parseString(site.get("/api/v1/machine").body()).getAsJsonObject();
        assertThat(machine.getAsJsonArray("states")).hasSize(TcpState.values().length);
        JsonArray edges = machine.getAsJsonArray("edges");
        assertThat(edges).hasSize(TcpEdge.values().length);
        for (JsonElement each : edges) {
            JsonObject json = each.getAsJsonObject();
            TcpEdge edge = TcpEdge.valueOf(json.get("name").getAsString());
            assertThat(json.get("to").getAsString()).isEqualTo(edge.to().name());
            assertThat(json.getAsJsonArray("from").asList()).extracting(JsonElement::getAsString)
                    .containsExactlyElementsOf(edge.from().stream().map(Enum::name).toList());
            assertThat(json.get("text").getAsString()).isEqualTo(edge.text());
        }
        assertThat(Arrays.stream(TcpEdge.values()).filter(TcpEdge::drawn)).hasSize(20);
    }

    @Test
    void assets_areServedOnceAndNothingElseIs() throws Exception {
        HttpResponse<String> page = site.get("/");
        assertThat(page.body()).startsWith("<!doctype html>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'").doesNotContain("unsafe");
        assertThat(site.get("/connections/local/1").body()).as("an address that is shared")
                .isEqualTo(page.body());
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(site.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(site.get("/assets/main.js").headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/javascript");
        for (String path : List.of("/assets/", "/assets/none.js", "/assets/index.html", "/assets/Page.class",
                "/assets/../index.html", "/assets/..%2findex.html", "/api/v1/none", "/none")) {
            assertThat(site.raw("GET " + path + " HTTP/1.1\r\nHost: localhost")).as(path)
                    .startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void assets_eachThatThePageNames_isThere() throws Exception {
        List<String> named = Arrays.stream((site.get("/").body() + site.get("/assets/main.js").body()
                + site.get("/assets/connection.js").body()).split("[\"']", -1))
                .filter(each -> each.startsWith("/assets/")
                        || (each.startsWith("./") && each.endsWith(".js")))
                .map(each -> "/assets/" + each.substring(each.lastIndexOf('/') + 1)).distinct().toList();
        assertThat(named).hasSizeGreaterThan(10);
        for (String each : named) {
            assertThat(site.get(each).statusCode()).as(each).isEqualTo(200);
        }
    }

    @Test
    void list_followed_isToldOfChangesUntilAllHasEnded() throws Exception {
        Iterator<String> events = site.follow("/events").iterator();
        assertThat(data(events, "begin")).isEqualTo(new JsonObject());
        site.run("client-closes-first");
        boolean judged = false;
        while (!judged) {
            for (JsonElement each : data(events, "changes").getAsJsonArray("connections")) {
                assertThat(each.getAsJsonObject().get("name").getAsString()).isEqualTo("local/1");
                judged |= each.getAsJsonObject().get("verdict").getAsString().equals("conforms");
            }
        }
        assertThat(data(events, "summary").get("kept").getAsString()).isEqualTo("1");
    }

    @Test
    void connection_followed_isToldOfEachStep() throws Exception {
        String body = site.post("/connections",
                "{\"scenario\": \"client-closes-first\", \"pace\": {\"mode\": \"MODE_HOLD\"}}").body();
        assertThat(JsonParser.parseString(body).getAsJsonObject().getAsJsonArray("connections"))
                .extracting(JsonElement::getAsString).containsExactly("local/1");

        Iterator<String> events = site.follow("/connections/local/1/events").iterator();
        JsonObject told = data(events, "connection");
        while (told.getAsJsonObject("drawing").getAsJsonArray("boxes").size() < 3) {
            told = data(events, "connection");
        }
        assertThat(site.post("/connections/local/1/step", "{}").statusCode()).isEqualTo(200);
        while (told.getAsJsonObject("drawing").getAsJsonArray("boxes").size() < 4) {
            told = data(events, "connection");
        }
        assertThat(told.toString()).contains("STATE_SYN_SENT").doesNotContain("STATE_SYN_RCVD");
        refused(site.post("/connections/local/1/step", "{\"moves\": 1001}"), 400, "MOVES");
        assertThat(
                site.post("/connections/local/1/pace", "{\"pace\": {\"mode\": \"MODE_RUN\"}}").statusCode())
                .isEqualTo(200);
        while (!told.toString().contains("conforms")) {
            told = data(events, "connection");
        }
        // It is judged a moment before operations forget it.
        while (site.post("/connections/local/1/step", "{}").statusCode() == 200) {
            Thread.onSpinWait();
        }
        refused(site.post("/connections/local/1/step", "{}"), 404, "NOT_RUNNING");
    }

    /** Reads on until there is an event of a kind. */
    private static JsonObject data(Iterator<String> lines, String event) {
        while (!lines.next().equals("event:" + event)) {
            // Others, and signs of life.
        }
        String line = lines.next();
        assertThat(line).startsWith("data:");
        return JsonParser.parseString(line.substring("data:".length())).getAsJsonObject();
    }

    @Test
    void operations_malformed_areRefused() throws Exception {
        refused(site.post("/connections", "{\"scenario\": \"none\"}"), 400, "UNKNOWN_SCENARIO");
        refused(site.post("/connections", "{\"scenario\": \"refused\", \"count\": 10001}"), 400, "COUNT");
        refused(site.post("/connections", "{\"surprise\": 1}"), 400, "BODY");
        refused(site.post("/connections", "not JSON"), 400, "BODY");
        refused(site.post("/connections/local/7/pace", "{}"), 404, "NOT_RUNNING");
        assertThat(site.post("/connections", " ".repeat(20_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void start_portTaken_saysWhereAndWhy() {
        assertThatThrownBy(() -> Page.start(site.plan(site.port(), true))).isInstanceOf(IOException.class)
                .hasMessageContaining("localhost:" + site.port() + ": ").hasMessageContaining("in use");
    }
}
