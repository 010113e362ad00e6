package dev.parkway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Token;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** One connection, as people see it. */
final class ConnectionIT extends Viewing {

    ConnectionIT(Browser browser) throws IOException {
        super(browser, Show.withOperations());
    }

    @Test
    void ladder_connectionThatIsOver_hasEveryStateAndTokenInCausalOrder() {
        Scenario scenario = Show.scenario("client-closes-first", TcpProfile.RFC);
        show.run(scenario.name(), 1);
        browser.open(show.at("/connections/local/1"));
        browser.holds("it conforms", () -> browser.text("#connection .verdict").contains("conforms"));

        assertThat(browser.texts(".ladder .state.client .name")).isEqualTo(states(scenario.client()));
        assertThat(browser.texts(".ladder .state.server .name")).isEqualTo(states(scenario.server()));
        assertThat(browser.texts(".ladder .token.client text")).isEqualTo(tokens(scenario.client()));
        assertThat(browser.texts(".ladder .token.server text")).isEqualTo(tokens(scenario.server()));
        assertThat(browser.texts(".ladder .cause")).contains("active OPEN", "passive OPEN", "SYN+ACK",
                "2MSL timeout");
        // What the server enters on the client's SYN stands below where the client asked for it.
        assertThat(top("client", 2)).isLessThan(top("server", 3));
        assertThat(top("server", 3)).isLessThan(top("client", 3));
        assertThat(browser.texts(".ladder .state.client .clock")).element(2).isEqualTo("3,3");
        browser.checkNothingWentWrong();
    }

    private long top(String side, int ordinal) {
        return browser.number("return document.querySelector('.ladder .state.%s[data-ordinal=\"%d\"] rect')"
                .formatted(side, ordinal) + ".getBoundingClientRect().top");
    }

    private static List<String> states(Script script) {
        return script.transitions().stream().map(record -> record.to().name()).toList();
    }

    private static List<String> tokens(Script script) {
        return script.sent().stream().map(Token::toString).toList();
    }

    @Test
    void diagram_connectionThatIsOver_marksTheEdgesOfTheScenarioAndLightsBothEnds() {
        Scenario scenario = Show.scenario("simultaneous-close", TcpProfile.RFC);
        show.run(scenario.name(), 1);
        browser.open(show.at("/connections/local/1"));
        browser.holds("it conforms", () -> browser.text("#connection .verdict").contains("conforms"));

        assertThat(browser.attributes(".diagram .edge.walked", "data-edge"))
                .containsExactlyInAnyOrderElementsOf(scenario.edges().stream().map(Edge::name).toList());
        assertThat(browser.attributes(".diagram .edge[data-edge=E12]", "data-sides"))
                .containsExactly("client server");
        assertThat(browser.attributes(".diagram .node.lit", "data-state")).containsExactly("CLOSED");
        // As the table has it: every edge of the figure, though nobody walked it.
        assertThat(browser.attributes(".diagram .edge", "data-edge"))
                .containsAll(Arrays.stream(TcpEdge.values()).filter(TcpEdge::drawn).map(Edge::name).toList());
        browser.checkNothingWentWrong();
    }

    @Test
    void start_stepByStep_movesOneStateAtATimeAndRunsOn() {
        browser.open(show.at("/"));
        browser.click("#start-open");
        browser.choose("scenario", "client-closes-first lockstep");
        browser.choose("pace", "hold");
        browser.click("#start button[type=submit]");
        browser.holds("the client is parked", () -> held("client"));
        assertThat(browser.address()).endsWith("/connections/local/1");
        assertThat(browser.texts(".ladder .state .name")).containsExactly("CLOSED", "CLOSED", "LISTEN");

        step("client", "SYN_SENT", "server");
        step("server", "SYN_RCVD", "client");
        step("client", "ESTABLISHED", "server");
        step("server", "ESTABLISHED", "client");
        step("client", "FIN_WAIT_1", "server");
        step("server", "CLOSE_WAIT", "client");
        step("client", "FIN_WAIT_2", "server");
        assertThat(browser.attributes(".diagram .node.lit", "data-state"))
                .containsExactlyInAnyOrder("FIN_WAIT_2", "CLOSE_WAIT");
        assertThat(browser.attributes("#connection [aria-pressed=true]", "type")).hasSize(1);
        browser.screenshot("paced-half-way");

        browser.click("#connection .controls button:last-of-type");
        browser.holds("it conforms", () -> browser.text("#connection .verdict").contains("conforms"));
        browser.holds("there is nothing to be paced",
                () -> browser.all("#connection .controls:not([hidden])").isEmpty());
        browser.checkNothingWentWrong();
    }

    @Test
    void keyboard_alone_startsAConnectionAndStepsIt() {
        browser.open(show.at("/"));
        browser.tabTo("#start-open");
        browser.press(Keys.ENTER);
        assertNamed();
        browser.tabTo("#start button[type=submit]");
        browser.press(Keys.ENTER);
        browser.holds("the client is parked", () -> held("client"));
        browser.tabTo("#connection .controls .primary");
        browser.press(Keys.ENTER);
        browser.holds("one state more", () -> browser.all(".ladder .state").size() == 4 && held("server"));
        browser.press(Keys.ENTER);
        browser.holds("and one more", () -> browser.all(".ladder .state").size() == 5 && held("client"));
        assertNamed();
        browser.checkNothingWentWrong();
    }

    /** Whoever only hears the page is told what everything is. */
    private void assertNamed() {
        assertThat(
                browser.unnamed(Set.of("button", "link", "combobox", "spinbutton", "dialog", "grid", "image",
                        "heading", "search", "region", "status", "group")))
                .isSubsetOf("status");
    }

    private boolean held(String side) {
        return browser.text(".lifeline." + side + " .held").contains("parked");
    }

    private void step(String mover, String state, String next) {
        int before = browser.all(".ladder .state").size();
        browser.click("#connection .controls .primary");
        browser.holds(mover + " enters " + state + ", then " + next + " is parked", () -> {
            List<String> states = browser.texts(".ladder .state." + mover + " .name");
            return states.getLast().equals(state) && held(next) && !held(mover);
        });
        assertThat(browser.all(".ladder .state")).as("one state more").hasSize(before + 1);
        assertThat(browser.text("#announcer")).contains(mover + " " + state);
        assertThat(browser.attributes(".diagram .node[data-sides~=" + mover + "]", "data-state"))
                .containsExactly(state);
    }

    @Test
    void start_countOutOfBounds_isSaidAndNothingStarts() {
        browser.open(show.at("/"));
        browser.click("#start-open");
        browser.script("document.querySelector('#start form').noValidate = true");
        browser.script("document.querySelector('#start [name=count]').value = '10001'");
        browser.click("#start button[type=submit]");
        browser.holds("it says what is allowed",
                () -> browser.text("#start .error").contains("allowed is 1 to 10000"));
        browser.press(Keys.ESCAPE);
        browser.holds("nothing is there", () -> browser.text("#count").equals("0 connections"));
    }

    @Test
    void violation_inAJournal_isShownInRedWithItsRule() {
        browser.open(show.at("/connections/" + show.violation()));
        browser.holds("it violates", () -> browser.text("#connection .verdict").contains("violates"));

        assertThat(browser.texts(".violations li")).anySatisfy(
                rule -> assertThat(rule).startsWith("EDGE").contains("an edge that does not exist"));
        String red = browser.style(".violations", "color");
        assertThat(browser.style(".ladder .state.client.violation rect", "stroke")).isEqualTo(red);
        assertThat(rgb(red)[0]).isGreaterThan(2 * rgb(red)[1]).isGreaterThan(2 * rgb(red)[2]);
        assertThat(browser.text(".ladder .state.violation text.mark")).isNotEmpty();
        assertThat(browser.attributes(".ladder .state.client.violation", "aria-label").getLast())
                .contains("breaks rule");
        browser.screenshot("violation");
        browser.checkNothingWentWrong();
    }

    @Test
    void address_shared_showsTheSameAndOneThatIsUnknownSaysSo() {
        show.run("server-closes-first", 2);
        browser.open(show.at("/"));
        browser.click(".row[data-name='local/2']");
        browser.holds("it is open", () -> browser.text("#connection-title").equals("local/2"));
        String address = browser.address();
        assertThat(address).isEqualTo(show.at("/connections/local/2"));

        browser.open(address);
        browser.holds("its ladder is there", () -> browser.all(".ladder .state").size() > 10);
        assertThat(browser.text("#connection .plot")).isEqualTo("The server closes first.");
        browser.checkNothingWentWrong();

        browser.open(show.at("/connections/local/99"));
        browser.holds("it says so",
                () -> browser.text("#connection .notice").contains("no connection local/99"));
    }

    @Test
    void colours_lightAndDark_areBothLegible() {
        show.run("client-closes-first", 1);
        browser.open(show.at("/connections/local/1"));
        browser.holds("it conforms", () -> browser.text("#connection .verdict").contains("conforms"));
        int[] paper = rgb(browser.style("html", "background-color"));
        checkContrast();
        browser.screenshot("light");

        browser.prefer("dark");
        browser.holds("the paper is dark", () -> rgb(browser.style("html", "background-color"))[0] < 60);
        assertThat(paper[0]).isGreaterThan(200);
        checkContrast();
        browser.screenshot("dark");
        browser.checkNothingWentWrong();
    }

    private void checkContrast() {
        double paper = luminance(rgb(browser.style("html", "background-color")));
        for (String selector : List.of("#connection-title", ".motto", ".facts dt", ".side.client",
                ".side.server",
                ".verdict.conforms", "figcaption")) {
            double ink = luminance(rgb(browser.style(selector, "color")));
            double contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
            assertThat(contrast).as(selector).isGreaterThan(4.5);
        }
    }

    /** As the web's accessibility guidelines define it. */
    private static double luminance(int[] rgb) {
        double[] linear = Arrays.stream(rgb).mapToDouble(each -> each / 255.0)
                .map(each -> each <= 0.04045 ? each / 12.92 : Math.pow((each + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static int[] rgb(String colour) {
        return Arrays.stream(colour.replaceAll("[^0-9,]", "").split(",", -1)).limit(3)
                .mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void phone_360PointsWide_needsNoScrollingAside() {
        show.run("client-closes-first", 3);
        browser.open(show.at("/"), 360, 740);
        browser.holds("all are there", () -> browser.all(".row").size() == 3);
        assertThat(width()).isLessThanOrEqualTo(360);
        browser.screenshot("phone-list");

        browser.click(".row[data-name='local/3']");
        browser.holds("it conforms", () -> browser.text("#connection .verdict").contains("conforms"));
        assertThat(width()).isLessThanOrEqualTo(360);
        assertThat(browser.number("return document.querySelector('.ladder').getBoundingClientRect().right"))
                .isLessThanOrEqualTo(360);
        assertThat(browser.see("#overview").isDisplayed()).as("one thing at a time").isFalse();
        browser.screenshot("phone");
        browser.click(".back");
        browser.holds("the list is back", () -> browser.see("#list").isDisplayed());
        browser.checkNothingWentWrong();
    }

    private long width() {
        return browser.number("return document.scrollingElement.scrollWidth");
    }
}
