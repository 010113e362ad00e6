package dev.parkway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What stands in the address, and where one gets from there. */
final class AddressIT extends Viewing {

    AddressIT(Browser browser) throws IOException {
        super(browser, Show.withOperations());
    }

    @Test
    void back_filtersChangedSince_areThoseOfTheAddressAgain() {
        show.run("client-closes-first", 3);
        show.run("close-in-listen", 2);
        browser.open(show.at("/"));
        browser.holds("all are there", () -> browser.text("#count").equals("5 connections"));
        browser.choose("scenario", "close-in-listen");
        browser.choose("client", "local");
        browser.holds("by scenario", () -> browser.text("#count").equals("2 of 5 connections"));
        browser.click(".row");
        browser.see(".ladder");
        browser.click("#clear");
        browser.holds("all are there again", () -> browser.text("#count").equals("5 connections"));

        browser.back();
        browser.holds("as before", () -> browser.text("#count").equals("2 of 5 connections"));
        assertThat(browser.address()).isEqualTo(show.at("/?scenario=close-in-listen&client=local"));
        assertThat(browser.attributes("select option:checked", "value"))
                .containsExactly("", "close-in-listen", "", "local", "client-closes-first lockstep", "hold");
        assertThat(browser.all("#clear:not([hidden])")).hasSize(1);
        browser.checkNothingWentWrong();
    }

    @Test
    void skip_byKeyboard_leadsToWhatIsShownAndLeavesTheAddress() {
        show.run("refused", 1);
        browser.open(show.at("/"), 800, 900);
        browser.tabTo(".skip");
        browser.press(Keys.ENTER);
        browser.holds("the list has the focus", () -> focus().equals("list"));
        assertThat(browser.address()).isEqualTo(show.at("/"));

        // There is no list here.
        browser.open(show.at("/connections/local/1"), 800, 900);
        browser.see(".ladder");
        browser.tabTo(".skip");
        browser.press(Keys.ENTER);
        browser.holds("the connection has the focus", () -> focus().equals("connection-title"));
        assertThat(browser.address()).isEqualTo(show.at("/connections/local/1"));
        browser.checkNothingWentWrong();
    }

    private String focus() {
        return String.valueOf(browser.script("return document.activeElement.id"));
    }

    @Test
    void start_pressedTwice_startsOnce() {
        browser.open(show.at("/"));
        browser.click("#start-open");
        long posts = browser.number("""
                const ask = window.fetch;
                let posts = 0;
                window.fetch = (path, more) => {
                  if (more && more.method === 'POST') posts++;
                  return ask(path, more);
                };
                const start = document.querySelector('#start button[type=submit]');
                start.click();
                start.click();
                return posts;
                """);
        assertThat(posts).isEqualTo(1);
        browser.holds("it is open", () -> browser.text("#connection-title").equals("local/1"));

        browser.click("#start-open");
        browser.click("#start button[type=submit]");
        browser.holds("another can be started", () -> browser.text("#connection-title").equals("local/2"));
        browser.checkNothingWentWrong();
    }
}
