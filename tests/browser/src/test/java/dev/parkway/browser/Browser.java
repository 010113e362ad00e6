package dev.parkway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium, and a person's eyes and hands. */
final class Browser implements AutoCloseable {

    static final Optional<Path> CHROMIUM = onPath("chromium");
    static final Optional<Path> DRIVER = onPath("chromedriver");

    /** Far longer than anything takes, on a machine that is busy. */
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration GLANCE = Duration.ofMillis(40);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Path profile;
    private final ChromeDriver driver;
    private final List<Map<String, Object>> prepared = new ArrayList<>();

    Browser() {
        try {
            profile = Files.createTempDirectory("parkway-browser");
            Files.createDirectories(SCREENSHOTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.orElseThrow().toString());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.orElseThrow().toFile()).usingAnyFreePort().build(), options);
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }

    /** Looks at an address in a window of a size. */
    Browser open(String address, int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.get(address);
        holds("the page has begun", () -> "yes".equals(script("return document.body.dataset.ready")));
        return this;
    }

    Browser open(String address) {
        return open(address, 1360, 1000);
    }

    /** As those see it who prefer it so: light or dark. */
    void prefer(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
                        Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    WebElement see(String selector) {
        return wait("there is a " + selector, () -> all(selector).stream().findFirst());
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The texts of all that a selector finds. */
    List<String> texts(String selector) {
        Object found = value("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
                selector);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    String text(String selector) {
        return String.join(" ", texts(selector));
    }

    List<String> attributes(String selector, String name) {
        Object found = value(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))",
                selector, name);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** What a selector's first find looks like in the end. */
    String style(String selector, String property) {
        return String.valueOf(script(
                "return getComputedStyle(document.querySelector(arguments[0])).getPropertyValue(arguments[1])",
                selector, property));
    }

    /** The kinds of those things in the page that a screen reader would read out, and has no words for. */
    List<String> unnamed(Set<String> kinds) {
        Object nodes = driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of()).get("nodes");
        return ((List<?>) Objects.requireNonNull(nodes)).stream().map(node -> (Map<?, ?>) node)
                .filter(node -> !Boolean.TRUE.equals(node.get("ignored")))
                .filter(node -> kinds.contains(said(node.get("role"))) && said(node.get("name")).isBlank())
                .map(node -> said(node.get("role"))).toList();
    }

    private static String said(@Nullable Object value) {
        return value instanceof Map<?, ?> text ? String.valueOf(text.get("value")) : "";
    }

    @Nullable
    Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    private Object value(String code, Object... arguments) {
        return Objects.requireNonNull(script(code, arguments), code);
    }

    long number(String code) {
        return ((Number) value(code)).longValue();
    }

    void click(String selector) {
        wait("one can click " + selector, () -> {
            try {
                see(selector).click();
                return Optional.of(selector);
            } catch (StaleElementReferenceException e) {
                // Drawn anew in between.
                return Optional.empty();
            }
        });
    }

    /** Presses the button of the mouse on something, and keeps it down. */
    void hold(String selector) {
        new Actions(driver).clickAndHold(see(selector)).perform();
    }

    void letGo() {
        new Actions(driver).release().perform();
    }

    void back() {
        driver.navigate().back();
    }

    /** Has a script run in the pages that are opened from now on, before their own, until the page is left. */
    void prepare(String script) {
        prepared.add(driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", script)));
    }

    void choose(String name, String value) {
        click("select[name=" + name + "] option[value='" + value + "']");
    }

    void press(CharSequence... keys) {
        Actions actions = new Actions(driver);
        for (CharSequence key : keys) {
            actions.sendKeys(key);
        }
        actions.perform();
    }

    /** Presses the tab key until something has the focus. */
    void tabTo(String selector) {
        for (int i = 0; i < 60; i++) {
            press(Keys.TAB);
            if (Boolean.TRUE
                    .equals(script("return document.activeElement.matches(arguments[0])", selector))) {
                return;
            }
        }
        throw new AssertionError("no key leads to " + selector);
    }

    void holds(String what, Supplier<Boolean> look) {
        wait(what, () -> look.get() ? Optional.of(what) : Optional.empty());
    }

    private <T> T wait(String what, Supplier<Optional<T>> look) {
        long deadlineNanos = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() - deadlineNanos < 0) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            try {
                Thread.sleep(GLANCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new AssertionError("not seen in time: " + what + "; instead: "
                + String.valueOf(script("return document.body.innerText")).lines().limit(60).toList());
    }

    void screenshot(String name) {
        try {
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No script failed, and nothing was asked for that the page's own policy forbids. */
    void checkNothingWentWrong() {
        Stream<LogEntry> entries = driver.manage().logs().get(LogType.BROWSER).getAll().stream();
        assertThat(entries.filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()).toList())
                .as("what the browser complains of").isEmpty();
    }

    /** Closes the page, so that nothing more is asked for. */
    void leave() {
        prepared.forEach(each -> driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", each));
        prepared.clear();
        driver.get("about:blank");
        prefer("light");
        var _ = driver.manage().logs().get(LogType.BROWSER);
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::deleteOnExit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
