package dev.parkway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** All connections, as people see them. */
final class ListIT extends Viewing {

    /** What is in the page at most: the rows that a window of a thousand points shows, and some spare ones. */
    private static final int MOST_ROWS = 40;

    ListIT(Browser browser) throws IOException {
        super(browser, Show.forReaders());
    }

    @Test
    void list_connectionsThatBeginLater_appearAndAreJudgedWithoutReloading() {
        browser.open(show.at("/"));
        browser.holds("it is live", () -> browser.text("#live-text").equals("live"));
        browser.holds("nothing is there", () -> browser.text("#count").equals("0 connections"));
        browser.holds("it says why",
                () -> browser.text("#empty:not([hidden])").startsWith("No connections yet."));

        show.run("client-closes-first", 3);
        show.run("refused", 2);

        browser.holds("all are judged", () -> browser.all(".row .verdict.conforms").size() == 5);
        assertThat(browser.text("#count")).isEqualTo("5 connections");
        assertThat(browser.all("#empty:not([hidden])")).isEmpty();
        // In the order in which their threads came to run.
        assertThat(browser.attributes(".row", "data-name")).containsExactlyInAnyOrder("local/5", "local/4",
                "local/3",
                "local/2", "local/1");
        assertThat(browser.texts(".row[data-name='local/5'] > *")).element(1).asString()
                .startsWith("refused");
        assertThat(browser.texts(".row[data-name='local/1'] .side")).containsExactly("client CLOSED",
                "server CLOSED");
        assertThat(browser.texts(".row .age")).allMatch(age -> age.endsWith(" s"));
        browser.holds("the summary counts them", () -> browser.text("#summary .tiles").startsWith("5kept5"));
        browser.checkNothingWentWrong();
    }

    @Test
    void filters_eachKind_leaveWhatFitsAndStandInTheAddress() {
        show.run("client-closes-first", 3);
        show.run("close-in-listen", 2);
        show.run("send-in-listen", 4);
        show.violation();
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.text("#count").equals("10 connections"));

        browser.choose("scenario", "close-in-listen");
        browser.holds("by scenario", () -> browser.text("#count").equals("2 of 10 connections"));
        browser.choose("scenario", "");
        browser.choose("state", "ESTABLISHED");
        browser.holds("by state", () -> browser.text("#count").equals("5 of 10 connections"));
        browser.choose("verdict", "violates");
        browser.holds("by both", () -> browser.text("#count").equals("1 of 10 connections"));
        assertThat(browser.address()).endsWith("/?state=ESTABLISHED&verdict=violates");
        browser.click("#clear");
        browser.choose("client", "local");
        browser.holds("by client", () -> browser.text("#count").equals("9 of 10 connections"));
        browser.click(".row[data-name='local/9']");
        browser.see(".ladder");

        browser.open(browser.address());
        assertThat(browser.attributes("select[name=client] option:checked", "value"))
                .containsExactly("local");
        browser.holds("the address says it, too", () -> browser.text("#count").equals("9 of 10 connections"));
        browser.checkNothingWentWrong();
    }

    @Test
    void summary_numberPressed_filtersAndKeepsTheFocusWhileItIsToldAnew() {
        show.run("client-closes-first", 2);
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.text("#count").equals("2 connections"));

        browser.tabTo("[data-choice='verdict violates']");
        browser.press(Keys.ENTER);
        browser.holds("none fits", () -> browser.text("#empty:not([hidden])").equals(
                "No connection fits these filters."));
        assertThat(browser.attributes("#summary [aria-pressed=true]", "data-choice"))
                .containsExactly("verdict violates");
        show.violation();
        browser.holds("one does", () -> browser.all(".row").size() == 1);
        browser.holds("the summary knows", () -> browser.text("#summary .tiles").startsWith("3kept"));
        assertThat(browser.script("return document.activeElement.dataset.choice"))
                .isEqualTo("verdict violates");
        browser.press(Keys.ENTER);
        browser.holds("all are back", () -> browser.text("#count").equals("3 connections"));
        assertThat(browser.all("#clear:not([hidden])")).as("there is nothing to clear").isEmpty();
        browser.checkNothingWentWrong();
    }

    @Test
    void list_tenThousandConnections_keepsFewRowsAndReachesTheLast() {
        show.run("refused", 10_000);
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.text("#count").equals("10,000 connections"));
        browser.holds("rows are drawn", () -> !browser.all(".row").isEmpty());
        assertThat(browser.all(".row").size()).isLessThan(MOST_ROWS);
        assertThat(browser.attributes("#list", "aria-rowcount")).containsExactly("10000");
        browser.screenshot("ten-thousand");

        browser.script("document.getElementById('list').focus()");
        browser.press(Keys.END);
        browser.holds("the oldest is in sight",
                () -> browser.attributes(".row.active", "aria-rowindex").equals(List.of("10000")));
        assertThat(browser.all(".row").size()).isLessThan(MOST_ROWS);

        // From end to end, a picture at a time: none of them has more rows than can be seen.
        long most = browser.number("""
                const list = document.getElementById('list');
                let most = 0;
                for (let at = 0; at < list.scrollHeight; at += list.scrollHeight / 200) {
                  list.scrollTop = at;
                  list.dispatchEvent(new Event('scroll'));
                  most = Math.max(most, document.querySelectorAll('.row').length);
                }
                return most;
                """);
        assertThat(most).isLessThan(MOST_ROWS);
        show.run("refused", 5);
        browser.holds("the newest push the oldest out",
                () -> browser.text("#summary .tiles").contains("5forgotten")
                        && browser.text("#count").equals("10,000 connections"));
        browser.checkNothingWentWrong();
    }

    @Test
    void keyboard_alone_findsOpensAndLeavesAConnection() {
        show.run("client-closes-first", 4);
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.all(".row").size() == 4);

        browser.tabTo("#list");
        assertThat(browser.style("#list", "outline-style")).as("the focus can be seen").isEqualTo("solid");
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        assertThat(browser.attributes(".row.active", "aria-rowindex")).containsExactly("3");
        String name = browser.attributes(".row.active", "data-name").getFirst();
        assertThat(browser.attributes("#list", "aria-activedescendant"))
                .isEqualTo(browser.attributes(".row.active", "id"));
        browser.press(Keys.ENTER);
        browser.holds("it is open", () -> browser.text("#connection-title").equals(name));
        browser.see(".ladder .state");
        browser.tabTo(".ladder .state");
        assertThat(browser.all(".ladder.asked")).as("its past is shown").hasSize(1);
        browser.press(Keys.ESCAPE);
        browser.holds("the list has the focus again",
                () -> "list".equals(browser.script("return document.activeElement.id")));
        assertThat(browser.address()).isEqualTo(show.at("/"));
        browser.checkNothingWentWrong();
    }
}
