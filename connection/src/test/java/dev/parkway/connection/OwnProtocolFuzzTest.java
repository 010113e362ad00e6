package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parkway.script.OwnProtocol;
import dev.parkway.script.Scenario;
import dev.parkway.script.ScenarioFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any protocol file is refused, with line and reason, or all its scenarios run to their ends. */
@Timeout(1_800)
final class OwnProtocolFuzzTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_REASON = 1_100;

    private int accepted;

    @Test
    void parse_randomMutants_areRefusedOrRun() throws Exception {
        String sound = text();
        Rounds.play(5_000, 500_000, random -> undergo(mutant(sound, random)));
        assertThat(Long.getLong("parkway.seed") != null || accepted > 250).as("%d ran", accepted).isTrue();
    }

    @Test
    void parse_edgesMadeToTakeTime_takeNone() throws Exception {
        StringBuilder many = new StringBuilder(text());
        for (int i = 0; many.length() < 250_000; i++) {
            many.insert(many.indexOf("edge:"), "edge: X" + i + " * -> IDLE by USE\n");
        }
        undergo(many.toString());
        undergo(text().replace("by WANT", "by WANT" + " after G1".repeat(27_000)));
        assertThat(accepted).isZero();
    }

    private static String text() throws IOException {
        try (InputStream in = OwnProtocolFuzzTest.class.getResourceAsStream("hire.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void undergo(String text) {
        OwnProtocol protocol;
        try {
            protocol = assertTimeoutPreemptively(PATIENCE,
                    () -> OwnProtocol.parse("mutant", text.getBytes(StandardCharsets.UTF_8)));
        } catch (ScenarioFormatException e) {
            assertThat(e.line()).isPositive();
            assertThat(e.reason()).isNotBlank().hasSizeLessThan(LONGEST_REASON);
            return;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
        accepted++;
        for (Scenario scenario : protocol.scenarios().all()) {
            LocalConnection connection = new Loopback(scenario,
                    new Conditions(Duration.ZERO, new EpochClock(), Observer.none())).connect();
            assertTimeoutPreemptively(PATIENCE, connection::join, scenario::toString);
            assertThat(connection.completed()).as("%s of\n%s", scenario, text).isTrue();
        }
    }

    /** A word or two put elsewhere, twice, away, or into another's place. */
    private static String mutant(String sound, Random random) {
        List<String> lines = new ArrayList<>(List.of(sound.split("\n", -1)));
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            int at = random.nextInt(lines.size());
            List<String> words = new ArrayList<>(List.of(lines.get(at).split(" ", -1)));
            List<String> others = List.of(lines.get(random.nextInt(lines.size())).split(" ", -1));
            int word = random.nextInt(words.size());
            switch (random.nextInt(6)) {
                case 0 -> words.remove(word);
                case 1 -> words.add(word, words.get(word));
                case 2 -> words.set(word, others.get(random.nextInt(others.size())));
                case 3 -> words.add(word, others.get(random.nextInt(others.size())));
                case 4 -> words.addAll(others);
                default -> words.add(random.nextInt(words.size()), words.remove(word));
            }
            lines.set(at, String.join(" ", words));
        }
        return String.join("\n", lines);
    }
}
