package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parkway.script.Scenario;
import dev.parkway.script.ScenarioFormatException;
import dev.parkway.script.Scenarios;
import dev.parkway.tcp.TcpScenarios;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any scenario file is refused, with line and reason, or runs to its end: none does anything else. */
@Timeout(1_800)
final class ScenarioFuzzTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_REASON = 1_100;
    private static final List<String> WORDS = List.of("CLOSED", "LISTEN", "SYN_SENT", "SYN_RCVD",
            "ESTABLISHED",
            "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT", "SYN!", "SYN?",
            "SYN+ACK!", "SYN+ACK?", "ACK!", "ACK?", "FIN!", "FIN?", "FIN+ACK!", "RST!", "RST?", "RST+ACK?",
            "turn!", "turn?", "2MSL", "(timeout)", "(ABORT)", "(CLOSE)", "(SEND)", "(stay)", "CRASH", "[E1]",
            "[X2]", "[X11]", "[", "]", "?", "!", "-", "#", ":", "\n ", "\nserver:", "\nscenario: a",
            "\u2003");

    private final Listener listener = new Listener(new EpochClock(), _ -> {});
    private int accepted;

    ScenarioFuzzTest() {
        listener.open();
    }

    @Test
    void parse_randomMutants_areRefusedOrRun() throws Exception {
        Rounds.play(20_000, 3_000_000, random -> undergo(mutant(random)));
        assertThat(Long.getLong("parkway.seed") != null || accepted > 1_000).as("%d ran", accepted).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void parse_whatDidHarmOnce_doesNoMore(Path file) throws Exception {
        undergo(Files.readAllBytes(file));
    }

    static Stream<Path> kept() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files
                .list(Path.of(ScenarioFuzzTest.class.getResource("corpus").toURI()))) {
            return files.sorted().toList().stream();
        }
    }

    private void undergo(byte[] text) {
        Scenarios scenarios;
        try {
            scenarios = assertTimeoutPreemptively(PATIENCE, () -> TcpScenarios.parse("mutant", text));
        } catch (ScenarioFormatException e) {
            assertThat(e.line()).isPositive();
            assertThat(e.reason()).isNotBlank().hasSizeLessThan(LONGEST_REASON);
            return;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + new String(text, StandardCharsets.UTF_8), e);
        }
        accepted++;
        for (Scenario scenario : scenarios.all().subList(0, Math.min(3, scenarios.all().size()))) {
            LocalConnection connection = new Loopback(scenario, listener,
                    new Conditions(Duration.ZERO, new EpochClock(), Observer.none())).connect();
            assertTimeoutPreemptively(PATIENCE, connection::join, scenario::toString);
            assertThat(connection.completed()).as("%s", scenario).isTrue();
        }
    }

    private static byte[] mutant(Random random) {
        List<Scenario> all = TcpScenarios.builtIn().all();
        Scenario scenario = all.get(random.nextInt(all.size()));
        List<String> client = new ArrayList<>(List.of(scenario.client().toString().split(" ", -1)));
        List<String> server = new ArrayList<>(List.of(scenario.server().toString().split(" ", -1)));
        for (int pairs = random.nextInt(4); pairs > 0; pairs--) {
            insertPair(client, server, random);
        }
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            change(random.nextBoolean() ? client : server, random);
        }
        byte[] text = ("scenario: mutant\nprofile: " + scenario.profile() + "\nclient: "
                + String.join(" ", client) + "\nserver: " + String.join(" ", server) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int changes = random.nextInt(8) - 5; changes > 0; changes--) {
            text[random.nextInt(text.length)] = (byte) random.nextInt();
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(text, random.nextInt(text.length)) : text;
    }

    /** One token more, which one side gives and the other takes, wherever that may be. */
    private static void insertPair(List<String> client, List<String> server, Random random) {
        String segment = List.of("ACK", "turn", "SYN", "RST").get(random.nextInt(4));
        boolean clientGives = random.nextBoolean();
        client.add(1 + random.nextInt(client.size()), segment + (clientGives ? "!" : "?"));
        server.add(1 + random.nextInt(server.size()), segment + (clientGives ? "?" : "!"));
    }

    private static void change(List<String> words, Random random) {
        int at = random.nextInt(words.size());
        switch (random.nextInt(5)) {
            case 0 -> words.remove(at);
            case 1 -> words.add(at, words.get(at));
            case 2 -> words.set(at, WORDS.get(random.nextInt(WORDS.size())));
            case 3 -> words.add(at, WORDS.get(random.nextInt(WORDS.size())));
            default -> words.set(at, (words.get(at) + " ").repeat(random.nextInt(30) == 0 ? 10_000 : 5));
        }
        if (words.isEmpty()) {
            words.add("-");
        }
    }
}
