package dev.parkway.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What becomes of a test that is to fail: run by JUnit itself, as its user would. */
final class Outcome {

    private Outcome() {}

    /** Runs one test and returns what it failed by. */
    static Throwable failure(Class<?> of, String test) {
        Event end = EngineTestKit.engine("junit-jupiter").selectors(selectMethod(of, test)).execute()
                .testEvents()
                .failed().stream().findFirst().orElseThrow(() -> new AssertionError(test + " did not fail"));
        return end.getPayload(org.junit.platform.engine.TestExecutionResult.class).orElseThrow()
                .getThrowable()
                .orElseThrow();
    }

    static void fails(Class<?> of, String test, String message) {
        assertThat(failure(of, test)).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}
