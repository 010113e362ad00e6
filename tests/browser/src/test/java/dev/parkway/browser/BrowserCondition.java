package dev.parkway.browser;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * Decides whether tests in a browser run. Without one they are skipped, and one loud line says so; but with CI=true
 * they fail, since whoever relies on them must not lose them quietly.
 */
final class BrowserCondition implements ExecutionCondition {

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    /** Looks at this machine; JUnit calls it. */
    BrowserCondition() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Browser.CHROMIUM.isPresent() && Browser.DRIVER.isPresent()) {
            return ConditionEvaluationResult.enabled("there is a browser");
        }
        String reason = "no chromium and chromedriver on the path (Debian: chromium, chromium-driver)";
        if ("true".equalsIgnoreCase(System.getenv("CI"))) {
            throw new AssertionFailedError(reason + "; with CI=true the tests of the page have to run");
        }
        if (TOLD.compareAndSet(false, true)) {
            System.out.println("*** TESTS OF THE PAGE SKIPPED, " + reason + " ***");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
