package dev.parkway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Script;
import dev.parkway.tcp.TcpProfile;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The page of a server as it is shipped, which shows what a client in another process does. */
@BrowserRequired
final class ServicesIT {

    private static final String SCENARIO = "client-closes-first";

    private final Browser browser;

    ServicesIT(Browser browser) {
        this.browser = browser;
    }

    @Test
    void connection_ofAClientElsewhere_isHeldAndSteppedOnItsServersSideAndShownOnBoth() throws Exception {
        try (Services services = new Services()) {
            browser.open(services.at("/"));
            browser.holds("nothing is there", () -> browser.text("#count").equals("0 connections"));
            // Slow, so that it is still under way when it is stopped; where exactly does not matter.
            Services.Client client = services.client("--pace", "1s", "--msl", "100ms");
            String name = client.session() + "/1";
            browser.see(".row[data-name='" + name + "']");
            client.signal("STOP");

            browser.click(".row[data-name='" + name + "']");
            browser.see(".ladder .state.client");
            // The server's side may not have begun yet: then there is nothing to be paced until it does.
            client.signal("CONT");
            browser.see("#connection .controls:not([hidden])");
            client.signal("STOP");
            browser.click("#connection .controls [data-pace=hold]");
            browser.holds("it is held",
                    () -> browser.attributes("#connection [aria-pressed=true]", "data-pace")
                            .equals(List.of("hold")));
            client.signal("CONT");
            int steps = 0;
            while (!isOver()) {
                browser.holds("the server's side is parked, or it is over",
                        () -> browser.text(".lifeline.server .held").contains("parked") || isOver());
                if (!isOver()) {
                    step();
                    steps++;
                }
            }

            browser.holds("it conforms", () -> browser.text("#connection .verdict").contains("conforms"));
            assertThat(steps).isPositive();
            assertThat(client.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(client.process().exitValue()).isZero();
            var scenario = Show.scenario(SCENARIO, TcpProfile.LOCKSTEP);
            assertThat(browser.texts(".ladder .state.client .name")).isEqualTo(states(scenario.client()));
            assertThat(browser.texts(".ladder .state.server .name")).isEqualTo(states(scenario.server()));
            assertThat(browser.attributes("select[name=client] option", "value")).contains(client.session());
            browser.screenshot("services");
            browser.checkNothingWentWrong();
        }
    }

    /** One step is one move of the server's, and no more. */
    private void step() {
        int before = browser.all(".ladder .state.server").size();
        int moves = browser.all(".ladder .token.server").size();
        browser.click("#connection .controls .primary");
        browser.holds("the server has moved", () -> browser.all(".ladder .state.server").size() > before
                || browser.all(".ladder .token.server").size() > moves);
        assertThat(browser.all(".ladder .state.server").size()).isBetween(before, before + 1);
    }

    private boolean isOver() {
        return browser.all("#connection .controls:not([hidden])").isEmpty();
    }

    private static List<String> states(Script script) {
        return script.transitions().stream().map(made -> made.to().name()).toList();
    }
}
