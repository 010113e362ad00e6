package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.control.ModelSetup.Fault;
import dev.parkway.control.ModelThreads.Cause;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches the right design, which must be clean, and designs that are known to be wrong, which must not. */
class SessionSearchTest {

    static List<ModelSetup> every() {
        return SessionRuns.every();
    }

    static List<SessionRuns.Flawed> flawed() {
        return SessionRuns.flawed();
    }

    static List<SessionRuns.LongRun> longOnes() {
        return SessionRuns.longOnes();
    }

    @ParameterizedTest
    @MethodSource("every")
    void search_rightDesign_findsNothing(ModelSetup setup) {
        SessionSearch.Findings findings = SessionRuns.search(setup);

        assertThat(findings.violation()).as(findings::toString).isEmpty();
        assertThat(findings.happy()).as("some run ends well").isPositive();
    }

    @Test
    void search_rightDesign_comesToEveryKindOfEnd() {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        long states = 0;
        for (ModelSetup setup : SessionRuns.every()) {
            SessionSearch.Findings findings = SessionRuns.search(setup);
            causes.addAll(findings.causes());
            states += findings.states();
        }
        System.out.println(SessionRuns.every().size() + " setups, " + states + " states");

        // A property of ends that no run comes to would hold of anything.
        assertThat(causes).containsExactlyInAnyOrder(Cause.values());
    }

    @ParameterizedTest
    @MethodSource("flawed")
    void search_plantedBug_isFound(SessionRuns.Flawed flawed) {
        SessionSearch.Findings findings = search(flawed.setup(), flawed.design());

        assertThat(findings.violation())
                .hasValueSatisfying(found -> assertThat(found).contains(flawed.finds()));
        assertThat(findings.trace()).isNotEmpty();
        assertThat(SessionRuns.search(flawed.setup()).violation()).as("without the bug").isEmpty();
    }

    @Test
    void search_olderStreamHeard_needsTwoBreaksToShow() {
        ModelSetup setup = SessionRuns.TOY;

        assertThat(search(setup.with(Fault.BREAK, 1), ModelDesign.HEARS_OLDER).violation()).isEmpty();
        assertThat(search(setup.with(Fault.BREAK, 2), ModelDesign.HEARS_OLDER).violation()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("longOnes")
    @EnabledIfSystemProperty(named = "parkway.heavy", matches = "true")
    void search_rightDesignAtLength_findsNothing(SessionRuns.LongRun run) {
        SessionSearch.Findings findings = search(run.setup(), ModelDesign.RIGHT);

        assertThat(findings.violation()).as(findings::toString).isEmpty();
        assertThat(findings.states()).isEqualTo(run.states());
    }

    private static SessionSearch.Findings search(ModelSetup setup, ModelDesign design) {
        SessionSearch.Findings findings = SessionRuns.search(setup, design);
        System.out.println(design + "; " + setup + ": " + findings);
        return findings;
    }
}
