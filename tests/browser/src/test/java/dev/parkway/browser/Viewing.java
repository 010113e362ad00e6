package dev.parkway.browser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Somebody looks at a page over a journal of its own, in the daylight. */
@BrowserRequired
abstract class Viewing {

    final Browser browser;
    final Show show;

    Viewing(Browser browser, Show show) {
        this.browser = browser;
        this.show = show;
    }

    @BeforeEach
    void begin() {
        browser.prefer("light");
    }

    @AfterEach
    void end() {
        show.close();
    }
}
