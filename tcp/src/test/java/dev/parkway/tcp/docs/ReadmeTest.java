package dev.parkway.tcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.tcp.Scenario;
import dev.parkway.tcp.Scenarios;
import dev.parkway.tcp.picture.Ladder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the README shows of the default connection is what the code has. */
class ReadmeTest {

    private static final Scenario DEFAULT = Scenarios.builtIn().get(Scenarios.DEFAULT_NAME,
            Scenarios.DEFAULT_PROFILE);
    private static final String FENCE = "```\n";
    private static final String LADDER_BEGINS = FENCE + Ladder.of(DEFAULT).lines().findFirst().orElseThrow();

    @Test
    void readme_ladder_isUpToDate() throws IOException {
        Document.checkPart("../README.md", LADDER_BEGINS, FENCE + Ladder.of(DEFAULT) + FENCE);
    }

    @Test
    void readme_script_isUpToDate() throws IOException {
        Document.checkPart("../README.md", FENCE + "client: ", FENCE + "client: " + DEFAULT.client()
                + "\nserver: " + DEFAULT.server() + "\n" + FENCE);
    }

    @Test
    void readme_numberOfScenarios_isUpToDate() throws IOException {
        assertThat(Scenarios.builtIn().all()).hasSize(18);
        assertThat(Document.text("../README.md")).contains("There are [seventeen more]");
    }
}
