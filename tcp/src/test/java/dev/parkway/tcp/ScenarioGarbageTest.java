package dev.parkway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parkway.script.Scenario;
import dev.parkway.script.ScenarioFormatException;
import dev.parkway.script.Scenarios;
import dev.parkway.script.Script;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text that is too long, binary or made at random is refused, and does nothing else. */
class ScenarioGarbageTest {

    private static final int MAX_STEPS = 1_000;
    private static final int MAX_BYTES = 256 * 1024;

    @Test
    void parse_tenThousandSteps_isRefused() {
        ScenarioFormatException refusal = refusal(
                "scenario: mine\nserver: -\nclient: CLOSED SYN_SENT\n" + " SYN! SYN!\n".repeat(5_000));

        assertThat(refusal.reason()).isEqualTo("the client's script has more than 1000 steps");
        assertThat(refusal.line()).isEqualTo(3 + 500);
    }

    @Test
    void parse_longestScript_isRead() {
        Script script = Scripts.alone("CLOSED" + " ACK!".repeat(MAX_STEPS - 1));

        assertThat(script.steps()).hasSize(MAX_STEPS);
    }

    @Test
    void parse_megabytes_isRefusedUnread() {
        ScenarioFormatException refusal = refusal("#".repeat(MAX_BYTES + 1));

        assertThat(refusal.reason()).isEqualTo("larger than 262144 bytes");
    }

    @Test
    void parse_oneWordOfManyKilobytes_isNotRepeatedInTheRefusal() {
        ScenarioFormatException refusal = refusal(
                "scenario: mine\nclient: " + "x".repeat(200_000) + "\nserver: -\n");

        assertThat(refusal.reason()).startsWith("unknown state or event xxx").hasSizeLessThan(1_100);
        assertThat(refusal.getMessage()).hasSizeLessThan(1_200);
    }

    @Test
    @Timeout(10)
    void parse_asManyScenariosAsFit_takesNoTimeToSpeakOf() {
        StringBuilder text = new StringBuilder();
        int count = 0;
        while (text.length() < MAX_BYTES - 50) {
            text.append("scenario: s").append(count++).append("\nclient:-\nserver:-\n");
        }

        Scenarios all = TcpScenarios.parse("many", text.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(all.all()).hasSize(count).hasSizeGreaterThan(7_000);
        assertThat(all.known()).startsWith("s0 (rfc), s1 (rfc)").endsWith(" more").hasSizeLessThan(1_100);
        assertThatThrownBy(() -> all.get("none", TcpProfile.RFC)).hasMessageEndingWith(" more")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_200));
    }

    @Test
    void parse_notUtf8_isRefusedWhereItStands() {
        byte[] text = "scenario: mine\n# caf?\nclient: -\n".getBytes(StandardCharsets.ISO_8859_1);
        text[text.length - 12] = (byte) 0xE9;

        ScenarioFormatException refusal = refusal(text);

        assertThat(refusal.reason()).isEqualTo("not text: not UTF-8");
        assertThat(refusal.line()).isEqualTo(2);
    }

    @Test
    void parse_randomBytes_areRefusedAndNothingElse() {
        long seed = 9293;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            assertThat(refusal(garbage).line()).as("seed %d, round %d", seed, i).isPositive();
        }
    }

    @Test
    void parse_mutatedScenarios_areRefusedOrReadAndNothingElse() {
        long seed = 793;
        Random random = new Random(seed);
        int refused = 0;
        int rounds = 5_000;
        for (int i = 0; i < rounds; i++) {
            byte[] text = mutate(random).getBytes(StandardCharsets.UTF_8);
            try {
                TcpScenarios.parse("mutant", text);
            } catch (ScenarioFormatException e) {
                assertThat(e.line()).isPositive();
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(rounds / 2, rounds - 1);
    }

    /** One to three words of a good scenario swapped, dropped, doubled or replaced. */
    private static String mutate(Random random) {
        Scenario scenario = TcpScenarios.builtIn().all()
                .get(random.nextInt(TcpScenarios.builtIn().all().size()));
        String text = "scenario: " + scenario.name() + "\nprofile: " + scenario.profile() + "\nclient: "
                + scenario.client() + "\nserver: " + scenario.server();
        String[] words = text.split(" ", -1);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(words.length);
            int other = random.nextInt(words.length);
            switch (random.nextInt(4)) {
                case 0 -> words[at] = "";
                case 1 -> words[at] = words[at] + " " + words[at];
                case 2 -> words[at] = words[other];
                default -> {
                    String kept = words[at];
                    words[at] = words[other];
                    words[other] = kept;
                }
            }
        }
        return String.join(" ", words);
    }

    private static ScenarioFormatException refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ScenarioFormatException refusal(byte[] bytes) {
        ScenarioFormatException refusal = catchThrowableOfType(ScenarioFormatException.class,
                () -> TcpScenarios.parse("test.txt", bytes));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
