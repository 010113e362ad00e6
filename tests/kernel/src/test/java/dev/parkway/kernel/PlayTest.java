package dev.parkway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlayTest {

    @Test
    void plays_everyScenario_isPlayedOrHasAReason() {
        List<String> known = TcpScenarios.builtIn().all().stream()
                .filter(scenario -> scenario.profile() == TcpProfile.RFC).map(Scenario::name).toList();

        assertThat(Stream.concat(Arrays.stream(Play.values()).map(Play::scenarioName),
                Play.NOT_PLAYED.keySet().stream())).containsExactlyInAnyOrderElementsOf(known);
    }
}
