package dev.parkway.endtoend;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * Decides whether tests that run containers run. With a Docker engine they do. Without one they are skipped, and
 * one loud line says so; but with CI=true they fail, since whoever relies on them must not lose them quietly.
 */
final class EngineCondition implements ExecutionCondition {

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private final Supplier<Optional<String>> whatIsMissing;
    private final boolean required;
    private final PrintStream out;
    private final AtomicBoolean told;

    /** Looks at this machine; JUnit calls it. */
    EngineCondition() {
        this(Engine::whatIsMissing, isRequired(System.getenv("CI")), System.out, TOLD);
    }

    EngineCondition(Supplier<Optional<String>> whatIsMissing, boolean required, PrintStream out,
            AtomicBoolean told) {
        this.whatIsMissing = whatIsMissing;
        this.required = required;
        this.out = out;
        this.told = told;
    }

    static boolean isRequired(@Nullable String ci) {
        return "true".equalsIgnoreCase(ci);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = whatIsMissing.get();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("a Docker engine answers");
        }
        String reason = "no Docker engine: " + missing.get();
        if (required) {
            throw new AssertionFailedError(reason + "; with CI=true the end-to-end tests have to run");
        }
        if (told.compareAndSet(false, true)) {
            out.println("*** END-TO-END TESTS SKIPPED, " + reason + " ***");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
