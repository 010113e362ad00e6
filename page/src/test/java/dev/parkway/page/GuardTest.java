package dev.parkway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other sites in the same browser may not do. */
@Timeout(60)
final class GuardTest {

    private static final String START = "{\"scenario\": \"refused\"}";

    private Site site;

    GuardTest() throws IOException {
        site = new Site(true);
    }

    @AfterEach
    void end() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:50080", "page.localhost:1", "127.0.0.1:8080", "10.1.2.3",
            "[::1]:50080", "parkway.example", "Parkway.Example:443"})
    void host_ofOurs_isAnswered(String host) throws IOException {
        assertThat(site.raw("GET /api/v1/settings HTTP/1.1\r\nHost: " + host))
                .startsWith("HTTP/1.1 200").endsWith("{\"operations\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "parkway.example.evil.example",
            "127.0.0.1.evil.example", "evil.example:50080"})
    void host_ofAnotherSite_isRefused(String host) throws IOException {
        assertThat(site.raw("GET /api/v1/connections HTTP/1.1\r\nHost: " + host))
                .startsWith("HTTP/1.1 403").contains("FOREIGN_HOST").doesNotContain("nextPageToken");
    }

    @Test
    void post_ofThisPageOrNone_isTaken() throws Exception {
        String own = "http://127.0.0.1:" + site.port();
        assertThat(site.post("/connections", START).statusCode()).isEqualTo(200);
        assertThat(site.post("/connections", START, "Origin", own).statusCode()).isEqualTo(200);
        assertThat(site.post("/connections", START, "Origin", own, "Sec-Fetch-Site", "same-origin")
                .statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"})
    void post_ofAnotherOrigin_isRefused(String origin) throws Exception {
        var answer = site.post("/connections", START, "Origin", origin);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("FOREIGN_ORIGIN");
        nothingStarted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void post_thatTheBrowserSaysIsForeign_isRefused(String from) throws Exception {
        assertThat(site.post("/connections", START, "Sec-Fetch-Site", from).statusCode()).isEqualTo(403);
        nothingStarted();
    }

    @Test
    void post_asAFormCanSendIt_isRefused() throws Exception {
        assertThat(site
                .raw("POST /api/v1/connections HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 0"))
                .startsWith("HTTP/1.1 400").contains("CONTENT_TYPE");
        nothingStarted();
    }

    @Test
    void operations_notAllowed_areRefusedAndNothingStarts() throws Exception {
        site.close();
        site = new Site(false);
        for (String path : new String[]{"/connections", "/connections/local/1/pace",
                "/connections/local/1/step"}) {
            var answer = site.post(path, START);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("OPERATIONS_OFF").contains("--operations");
        }
        assertThat(site.get("/api/v1/settings").body()).isEqualTo("{\"operations\":false}");
        nothingStarted();
    }

    private void nothingStarted() throws IOException, InterruptedException {
        assertThat(site.get("/api/v1/connections").body()).contains("\"connections\":[]");
    }
}
