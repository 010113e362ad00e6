package dev.parkway.tcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.picture.Ladder;
import dev.parkway.tcp.TcpScenarios;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the README shows of the default connection is what the code has. */
class ReadmeTest {

    private static final Scenario DEFAULT = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);
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
        assertThat(TcpScenarios.builtIn().all()).hasSize(18);
        assertThat(Document.text("../README.md")).contains("There are [seventeen more]");
    }
}
