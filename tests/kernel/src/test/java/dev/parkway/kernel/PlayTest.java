package dev.parkway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.tcp.Profile;
import dev.parkway.tcp.Scenario;
import dev.parkway.tcp.Scenarios;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlayTest {

    @Test
    void plays_everyScenario_isPlayedOrHasAReason() {
        List<String> known = Scenarios.builtIn().all().stream()
                .filter(scenario -> scenario.profile() == Profile.RFC).map(Scenario::name).toList();

        assertThat(Stream.concat(Arrays.stream(Play.values()).map(Play::scenarioName),
                Play.NOT_PLAYED.keySet().stream())).containsExactlyInAnyOrderElementsOf(known);
    }
}
