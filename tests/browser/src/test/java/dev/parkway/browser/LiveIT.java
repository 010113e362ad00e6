package dev.parkway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Side;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What changes while somebody is at it: nothing moves away under his hands, and nothing is lost. */
final class LiveIT extends Viewing {

    /** Counts how often the list is asked for, and keeps the streams of events within reach. */
    private static final String COUNTING = """
            window.lists = 0;
            window.sources = [];
            window.EventSource = class extends EventSource {
              constructor(address) {
                super(address);
                window.sources.push(this);
              }
            };
            const ask = window.fetch;
            window.answerList = (path, more) => ask(path, more);
            window.fetch = (path, more) => {
              if (!String(path).includes('/connections?')) return ask(path, more);
              window.lists++;
              return window.answerList(path, more);
            };
            """;

    LiveIT(Browser browser) throws IOException {
        super(browser, Show.forReaders());
    }

    @Test
    void list_newConnectionsWhileARowIsActive_enterOpensThatRow() {
        show.run("client-closes-first", 4);
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.all(".row").size() == 4);
        browser.tabTo("#list");
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        String name = browser.attributes(".row.active", "data-name").getFirst();

        show.run("refused", 3);
        browser.holds("the new ones stand above",
                () -> browser.attributes(".row.active", "aria-rowindex").contains("6"));

        assertThat(browser.attributes(".row.active", "data-name")).containsExactly(name);
        assertThat(browser.attributes("#list", "aria-activedescendant"))
                .isEqualTo(browser.attributes(".row.active", "id"));
        browser.press(Keys.ENTER);
        browser.holds("it is open", () -> browser.text("#connection-title").equals(name));
        browser.checkNothingWentWrong();
    }

    @Test
    void list_newConnectionsWhileItIsScrolled_whatIsReadStaysWhereItIs() {
        show.run("refused", 100);
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.text("#count").equals("100 connections"));
        browser.script("document.getElementById('list').scrollTop = 1040");
        browser.see(".row[aria-rowindex='21']");
        String name = browser.attributes(".row[aria-rowindex='21']", "data-name").getFirst();
        long top = top(name);

        show.run("refused", 3);
        browser.holds("the new ones stand above",
                () -> browser.attributes(row(name), "aria-rowindex").contains("24"));

        assertThat(top(name)).isEqualTo(top);
        browser.checkNothingWentWrong();
    }

    private static String row(String name) {
        return ".row[data-name='" + name + "']";
    }

    private long top(String name) {
        return browser.number(
                "return document.querySelector(\"" + row(name) + "\").getBoundingClientRect().top");
    }

    @Test
    void summary_toldAnewWhileAButtonIsDown_theClickCounts() {
        show.run("client-closes-first", 2);
        browser.prepare(COUNTING);
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.text("#count").equals("2 connections"));
        browser.holds("all are judged", () -> browser.all(".row .verdict.conforms").size() == 2);
        browser.script("window.summaries = 0;"
                + "sources[0].addEventListener('summary', () => window.summaries++)");

        browser.hold("[data-choice='verdict violates']");
        show.violation();
        browser.holds("the summary is told", () -> browser.number("return summaries") > 0);
        browser.holds("the list knows", () -> browser.text("#count").equals("3 connections"));
        browser.letGo();

        browser.holds("it filters", () -> browser.text("#count").equals("1 of 3 connections"));
        browser.holds("the summary knows", () -> browser.text("#summary .tiles").startsWith("3kept"));
        assertThat(browser.attributes("#summary [aria-pressed=true]", "data-choice"))
                .containsExactly("verdict violates");
        browser.checkNothingWentWrong();
    }

    @Test
    void list_readingItFails_isTriedAgain() {
        show.run("refused", 2);
        browser.prepare(COUNTING + """
                window.answerList = (path, more) => {
                  window.answerList = ask;
                  return Promise.reject(new TypeError('the network was away'));
                };
                """);
        browser.open(show.at("/"));

        browser.holds("all are there", () -> browser.text("#count").equals("2 connections"));
        assertThat(browser.number("return lists")).isEqualTo(2);
    }

    @Test
    void list_toBeReadAnewWhileItIsRead_isReadOnceMore() {
        show.run("refused", 2);
        browser.prepare(COUNTING + """
                window.answerList = (path, more) => new Promise((answer) => {
                  window.goOn = () => {
                    window.answerList = ask;
                    answer(ask(path, more));
                  };
                });
                """);
        browser.open(show.at("/"));
        browser.holds("it is being read", () -> browser.number("return lists") == 1);
        browser.script("sources[0].dispatchEvent(new MessageEvent('begin', {data: '{}'})); goOn()");

        browser.holds("it is read once more", () -> browser.number("return lists") == 2);
        browser.holds("all are there", () -> browser.text("#count").equals("2 connections"));
        browser.checkNothingWentWrong();
    }

    @Test
    void connection_recordThatComesLate_isTheOneThatIsAnnounced() {
        Show.Stepped stepped = show.stepped();
        stepped.move(Side.CLIENT, 1);
        stepped.move(Side.SERVER, 3);
        browser.open(show.at("/connections/" + stepped.name()));
        browser.holds("they are there", () -> browser.all(".ladder .state").size() == 4);
        // In causal order it stands before the server's third.
        stepped.move(Side.CLIENT, 2);

        browser.holds("it is there", () -> browser.all(".ladder .state").size() == 5);
        browser.holds("it is said", () -> !browser.text("#announcer").isEmpty());
        assertThat(browser.text("#announcer")).startsWith("client SYN_SENT").doesNotContain("server");
        browser.checkNothingWentWrong();
    }

    @Test
    void diagram_waitInVain_isNoCrash() {
        Show.Stepped stepped = show.stepped();
        stepped.move(Side.CLIENT, 2);
        stepped.giveUp(Side.CLIENT);
        browser.open(show.at("/connections/" + stepped.name()));
        browser.see(".diagram .edge.walked");

        assertThat(browser.attributes(".diagram .edge.walked", "data-edge")).contains("no edge")
                .doesNotContain("CRASH");
        browser.checkNothingWentWrong();
    }

    @Test
    void connection_timePasses_onlyItsAgeChanges() {
        show.run("refused", 1);
        browser.open(show.at("/connections/local/1"));
        browser.holds("it conforms", () -> browser.text("#connection .verdict").contains("conforms"));
        // Each change of the connection itself may draw the facts anew: wait until there is none any more.
        browser.script("window.fact = null; setInterval(() => {"
                + "  const now = document.querySelector('#connection .facts dd');"
                + "  if (window.fact !== now) { window.fact = now; window.ages = 0; window.age = ''; }"
                + "  const age = document.querySelector('#connection .facts div:last-child dd').textContent;"
                + "  if (age !== window.age) { window.age = age; window.ages++; }"
                + "}, 20)");

        browser.holds("the age alone has changed", () -> browser.number("return window.ages || 0") >= 3);
        browser.checkNothingWentWrong();
    }

    @Test
    void connection_thatCannotBe_isSaidOnce() {
        browser.prepare(COUNTING);
        browser.open(show.at("/connections/nobody/x"));
        browser.holds("it is said", () -> browser.text("#connection .notice").contains("nobody/x"));
        browser.script("window.notice = document.querySelector('#connection .notice')");
        browser.holds("it is tried again", () -> browser.number(
                "return sources.filter((each) => each.url.includes('nobody')).length") >= 3);

        assertThat(browser.script("return notice.isConnected && notice.getAttribute('role') === 'alert'"))
                .isEqualTo(true);
        assertThat(browser.text("#announcer")).isEmpty();
    }
}
