package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Profile;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpScenarios;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what both processes print to one place, and holds every line against what must have been printed
 * before it: the script decides what each side prints, the counts of tokens decide the order across both.
 */
final class Onlooker {

    private static final List<String> LISTENER = List.of("[Server] CLOSED", "[Server] LISTEN");
    private static final String END = "TCP connection disconnected";
    private static final Pattern STATE = Pattern.compile("\\[(Client|Server)(?: (\\d+))?] (\\w+)");
    private static final String ONLY_ONE = "1";

    private final Scenario scenario;
    // By connection, how many records of each side were seen.
    private final Map<String, Map<Side, Integer>> seen = new HashMap<>();

    private Onlooker(Scenario scenario) {
        this.scenario = scenario;
    }

    static void checkDefault(int connections, List<String> lines) {
        check(TcpScenarios.DEFAULT_NAME, TcpScenarios.DEFAULT_PROFILE, connections, lines);
    }

    /** Checks everything that a client and a fresh server print when all connections run to their end. */
    static void check(String scenario, Profile profile, int connections, List<String> lines) {
        Onlooker onlooker = new Onlooker(TcpScenarios.builtIn().get(scenario, profile));
        assertThat(lines).startsWith(LISTENER.toArray(String[]::new)).endsWith(END);
        lines.subList(2, lines.size() - 1).forEach(onlooker::see);
        onlooker.checkComplete(connections);
    }

    private void see(String line) {
        Matcher matcher = STATE.matcher(line);
        assertThat(matcher.matches()).as("a whole line: \"%s\"", line).isTrue();
        Side side = matcher.group(1).equals("Client") ? Side.CLIENT : Side.SERVER;
        String connection = matcher.group(2) == null ? ONLY_ONE : matcher.group(2);
        Map<Side, Integer> progress = seen.computeIfAbsent(connection, _ -> begin());
        List<Transition> script = scenario.script(side).transitions();
        int before = progress.getOrDefault(side, 0);
        assertThat(before).as("a state too many: %s", line).isLessThan(script.size());
        Transition record = script.get(before);
        assertThat(matcher.group(3)).as("after %s states: %s", before, line)
                .isEqualTo(record.to().toString());
        long needed = scenario.script(side.other()).transitions().stream()
                .filter(each -> each.happensBefore(record)).count();
        assertThat((long) progress.getOrDefault(side.other(), 0))
                .as("states of the other side that must come before %s", line).isGreaterThanOrEqualTo(needed);
        progress.put(side, before + 1);
    }

    private Map<Side, Integer> begin() {
        Map<Side, Integer> progress = new EnumMap<>(Side.class);
        if (Tcp.startsListening(scenario.server())) {
            progress.put(Side.SERVER, LISTENER.size());
        }
        return progress;
    }

    private void checkComplete(int connections) {
        assertThat(seen).hasSize(connections);
        assertThat(seen).allSatisfy((connection, progress) -> {
            assertThat(progress.get(Side.CLIENT)).as("client of %s", connection)
                    .isEqualTo(scenario.client().states());
            assertThat(progress.get(Side.SERVER)).as("server of %s", connection)
                    .isEqualTo(scenario.server().states());
        });
    }
}
