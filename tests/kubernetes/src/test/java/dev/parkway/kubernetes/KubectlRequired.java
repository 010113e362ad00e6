package dev.parkway.kubernetes;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/** Needs {@code kubectl}. Without it a loud line says that the test was skipped; with CI=true it fails. */
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KubectlRequired.Condition.class)
@interface KubectlRequired {

    /** Looks at this machine. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                if (Kubectl.isThere()) {
                    return ConditionEvaluationResult.enabled("kubectl is there");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if ("true".equalsIgnoreCase(System.getenv("CI"))) {
                throw new AssertionFailedError("no kubectl; with CI=true this has to run");
            }
            System.out.println("*** " + context.getDisplayName() + " SKIPPED, no kubectl ***");
            return ConditionEvaluationResult.disabled("no kubectl");
        }
    }
}
