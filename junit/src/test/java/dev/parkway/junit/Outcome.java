package dev.parkway.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What becomes of a test that is to fail: run by JUnit itself, as its user would. */
final class Outcome {

    /** What becomes of alice at x and bob at y after {@link #orderACircle}. */
    static final String OF_A_CIRCLE = "deadlock: alice waits at x for bob to pass z, bob waits at y for alice to pass w";

    private Outcome() {}

    /** Has alice at x wait for bob, who waits at y for alice. */
    static void orderACircle(SyncPoints points) {
        points.order("bob:z", "alice:x");
        points.order("alice:w", "bob:y");
    }

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
