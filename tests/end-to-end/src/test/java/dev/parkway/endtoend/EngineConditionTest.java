package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Puts JUnit itself onto machines with an engine and without. */
final class EngineConditionTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void condition_engineThere_testsRunInSilence() {
        run(Optional::empty, true).testEvents().assertStatistics(stats -> stats.started(2).succeeded(2));

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void condition_noEngine_testsAreSkippedWithOneLoudLine() {
        EngineExecutionResults results = run(() -> Optional.of("nobody answers"), false);

        results.testEvents().assertStatistics(stats -> stats.started(0));
        results.containerEvents().assertStatistics(stats -> stats.skipped(2).failed(0));
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(
                "*** END-TO-END TESTS SKIPPED, no Docker engine: nobody answers ***\n");
    }

    @Test
    void condition_noEngineThoughRequired_testsFail() {
        EngineExecutionResults results = run(() -> Optional.of("nobody answers"), true);

        results.testEvents().assertStatistics(stats -> stats.started(0));
        results.containerEvents().assertStatistics(stats -> stats.skipped(0).failed(2));
    }

    @Test
    void isRequired_variableCi_trueAloneRequires() {
        assertThat(EngineCondition.isRequired("true")).isTrue();
        assertThat(EngineCondition.isRequired("TRUE")).isTrue();
        assertThat(EngineCondition.isRequired("false")).isFalse();
        assertThat(EngineCondition.isRequired("")).isFalse();
        assertThat(EngineCondition.isRequired(null)).isFalse();
    }

    private EngineExecutionResults run(Supplier<Optional<String>> whatIsMissing, boolean required) {
        Machine.condition = new EngineCondition(whatIsMissing, required,
                new PrintStream(printed, true, StandardCharsets.UTF_8), new AtomicBoolean());
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(One.class), selectClass(Other.class))
                .execute();
    }

    /** The condition as it stands on the machine that a test makes up. */
    static final class Machine implements ExecutionCondition {

        private static @Nullable EngineCondition condition;

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (condition == null) {
                throw new IllegalStateException("only by way of the tests above");
            }
            return condition.evaluateExecutionCondition(context);
        }
    }

    @ExtendWith(Machine.class)
    static final class One {
        @Test
        void runs() {}
    }

    @ExtendWith(Machine.class)
    static final class Other {
        @Test
        void runs() {}
    }
}
