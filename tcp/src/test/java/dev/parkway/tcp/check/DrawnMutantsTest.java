package dev.parkway.tcp.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.tcp.Profile;
import dev.parkway.tcp.Scenario;
import dev.parkway.tcp.Scenarios;
import dev.parkway.tcp.picture.HistoryText;
import dev.parkway.tcp.picture.Ladder;
import dev.parkway.tcp.picture.SequenceDiagram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture is needed most of what went wrong. */
class DrawnMutantsTest {

    @ParameterizedTest
    @ValueSource(strings = {"refused", "simultaneous-close", "connect-timeout-late-reply"})
    void of_recordsThatCannotBe_areDrawnAllTheSame(String name) {
        Scenario scenario = Scenarios.builtIn().get(name, Profile.RFC);
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
