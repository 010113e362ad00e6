package dev.parkway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Linux's TCP passes through our scripts' states. It needs root, and is required in CI. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class KernelIT {

    private static final Set<Difference> ALL = Collections.unmodifiableSet(EnumSet.allOf(Difference.class));

    /**
     * By scenario played, the other scenarios that the kernel's events are right for as well, because what
     * sets them apart is no state: why it was given up, or an order that one demands and the other allows.
     */
    private static final Map<String, Set<String>> TWINS = Map.of(
            "refused", Set.of("connect-timeout"),
            "connect-timeout", Set.of("refused"),
            "connect-timeout-late-reply", Set.of("close-in-syn-sent"),
            "close-in-syn-sent", Set.of("connect-timeout-late-reply"),
            "three-segment-close", Set.of("client-closes-first"));

    private static final Map<Play, List<KernelEvent>> SEEN = new EnumMap<>(Play.class);
    private static @Nullable Stage stage;

    @BeforeAll
    static void setStage() {
        try {
            stage = Stage.set();
        } catch (Stage.Unavailable e) {
            String message = "THE KERNEL WAS NOT ASKED: " + e.getMessage() + ". Required with CI=true.";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(message, e);
            }
            System.err.println(message);
            Assumptions.abort(message);
        }
    }

    @AfterAll
    static void takeDown() {
        SEEN.clear();
        if (stage != null) {
            stage.close();
            stage = null;
        }
    }

    @ParameterizedTest
    @EnumSource
    void play_scenario_passesThroughItsScriptsStatesInItsOrder(Play play) {
        List<KernelEvent> seen = seen(play);
        System.out.println(play.scenarioName() + ": " + seen);

        assertThat(seen).isNotEmpty();
        assertThat(new Expectation(play.scenario(), ALL).complaints(seen)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void play_scenario_isNoOtherScenariosButItsTwins(Play play) {
        Set<String> fitting = new TreeSet<>();
        for (Scenario scenario : TcpScenarios.builtIn().all()) {
            if (scenario.profile() == TcpProfile.RFC
                    && new Expectation(scenario, ALL).complaints(seen(play)).isEmpty()) {
                fitting.add(scenario.name());
            }
        }
        Set<String> expected = new TreeSet<>(TWINS.getOrDefault(play.scenarioName(), Set.of()));
        expected.add(play.scenarioName());
        assertThat(fitting).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void play_oneEventOtherwise_isNotItsScripts(Play play) {
        Expectation expectation = new Expectation(play.scenario(), ALL);
        List<KernelEvent> seen = seen(play);
        for (int i = 0; i < seen.size(); i++) {
            for (List<KernelEvent> mutant : Mutants.at(i, seen)) {
                assertThat(expectation.complaints(mutant)).as("instead of %s: %s", seen, mutant).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void play_twoEventsSwapped_isItsScriptsOnlyIfNoOrderIsDemanded(Play play) {
        Expectation expectation = new Expectation(play.scenario(), ALL);
        List<KernelEvent> seen = seen(play);
        List<Transition> order = expectation.inOrderOf(seen);
        for (int i = 0; i + 1 < seen.size(); i++) {
            List<KernelEvent> swapped = new ArrayList<>(seen);
            Collections.swap(swapped, i, i + 1);
            boolean ordered = seen.get(i).side() == seen.get(i + 1).side()
                    || order.get(i).happensBefore(order.get(i + 1));
            assertThat(expectation.complaints(swapped).isEmpty()).as("%s", swapped).isNotEqualTo(ordered);
        }
    }

    @ParameterizedTest
    @EnumSource
    void difference_notKnownOf_leavesSomeScenarioUnexplained(Difference difference) {
        Set<Difference> others = EnumSet.complementOf(EnumSet.of(difference));
        List<String> complaints = new ArrayList<>();
        for (Play play : Play.values()) {
            complaints.addAll(new Expectation(play.scenario(), others).complaints(seen(play)));
        }
        assertThat(complaints).isNotEmpty();
    }

    @Test
    void stage_closed_leavesNothingBehind() throws Stage.Unavailable {
        Stage other = Stage.set();
        assertThat(theStage().traces()).contains(theStage().name(), other.name());

        other.close();

        assertThat(other.isAlive()).isFalse();
        assertThat(theStage().traces()).contains(theStage().name()).doesNotContain(other.name());
    }

    @Test
    void stage_killed_isTidiedAwayByTheNext() throws Stage.Unavailable {
        Stage other = Stage.set();
        other.kill();
        assertThat(theStage().traces()).contains(other.name());

        Stage.set().close();

        assertThat(theStage().traces()).contains(theStage().name()).doesNotContain(other.name());
    }

    private static List<KernelEvent> seen(Play play) {
        return SEEN.computeIfAbsent(play, each -> theStage().play(each));
    }

    private static Stage theStage() {
        return Objects.requireNonNull(stage);
    }
}
