package dev.parkway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page of several servers, as people see it. */
@BrowserRequired
final class SeveralServersIT {

    private static final String FIRST = "10.0.0.3:50051";
    private static final String SECOND = "10.0.0.4:50051";

    private final Browser browser;
    private final SeveralServers servers = new SeveralServers(FIRST, SECOND);

    SeveralServersIT(Browser browser) throws IOException {
        this.browser = browser;
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private void run(String address, String session, int number, int seconds) {
        servers.run(address, new ConnectionName(session, number), Duration.ofSeconds(seconds));
    }

    @Test
    void page_twoServers_showsTheConnectionsOfBothAndSaysWhoCannotBeAsked() throws Exception {
        browser.prefer("light");
        run(FIRST, "11111111", 1, 1);
        run(SECOND, "22222222", 1, 2);
        run(FIRST, "11111111", 2, 3);
        browser.open(servers.at("/"));
        browser.holds("all are there", () -> browser.text("#count").equals("3 connections"));
        assertThat(browser.attributes(".row", "data-name")).as("the newest first, wherever it is")
                .containsExactly("11111111/2", "22222222/1", "11111111/1");
        assertThat(browser.text("#summary .tiles")).endsWith("2servers");
        assertThat(browser.texts("#unasked p")).isEmpty();

        run(SECOND, "22222222", 2, 4);
        browser.holds("what happens elsewhere is told", () -> browser.text("#count").equals("4 connections"));
        browser.click(".row[data-name='22222222/2']");
        browser.see(".ladder .state.client");
        assertThat(browser.all("#connection .controls:not([hidden])")).isEmpty();

        servers.stop(SECOND);
        browser.holds("who cannot be asked is named", () -> browser.text("#unasked")
                .startsWith(SECOND + " could not be asked: UNAVAILABLE"));
        assertThat(browser.attributes("#unasked", "role")).isEqualTo(List.of("status"));
        browser.open(servers.at("/"));
        browser.holds("its connections are not shown", () -> browser.text("#count").equals("2 connections"));
        browser.see("#unasked p");
        browser.screenshot("unasked");

        servers.start(SECOND);
        browser.holds("it can be asked again", () -> browser.all("#unasked p").isEmpty());
        browser.holds("its connections are back", () -> browser.text("#count").equals("4 connections"));
        browser.checkNothingWentWrong();
    }
}
