package dev.parkway.tcp.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.picture.HistoryText;
import dev.parkway.script.picture.Ladder;
import dev.parkway.script.picture.SequenceDiagram;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture is needed most of what went wrong. */
class DrawnMutantsTest {

    @ParameterizedTest
    @ValueSource(strings = {"refused", "simultaneous-close", "connect-timeout-late-reply"})
    void of_recordsThatCannotBe_areDrawnAllTheSame(String name) {
        Scenario scenario = TcpScenarios.builtIn().get(name, TcpProfile.RFC);
        Mutants.of(Runs.whole(scenario), (kind, mutant) -> {
            int records = mutant.client().size() + mutant.server().size();
            assertThat(HistoryText.of(mutant.client(), mutant.server()).lines()).hasSize(records + 1);
            assertThat(Ladder.of(scenario, mutant.client(), mutant.server()).split("┌──────[┴─]──────┐", -1))
                    .as("%s", kind)
                    .hasSize(records + 1);
            assertThat(SequenceDiagram.of(scenario, mutant.client(), mutant.server()).lines()
                    .filter(line -> line.contains("Note over"))).hasSizeGreaterThanOrEqualTo(records);
        });
    }
}
