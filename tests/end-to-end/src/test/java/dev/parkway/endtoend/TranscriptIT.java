package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.tcp.TcpScenarios;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user sees of all connections: the containers' standard output, and nothing else on it. */
@EngineRequired
@ExtendWith(ThreeClients.class)
final class TranscriptIT {

    private static final Scenario SEED = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);
    private static final String LAST_LINE = "TCP connection disconnected";
    private static final Pattern STATE = Pattern.compile("\\[(.+)] ([A-Z_0-9]+)");
    private static final String LISTENER = "CLOSED LISTEN";

    @Test
    void client_afterItsConnections_hasPrintedEachInOrderAndTheLastLineOnce(Deployment deployment) {
        Map<String, String> expected = new TreeMap<>();
        for (int number = 1; number <= ThreeClients.CONNECTIONS; number++) {
            expected.put("Client " + number, states(SEED.client()));
        }
        for (ServiceContainer client : deployment.clients()) {
            client.awaitOut(LAST_LINE, Deployment.SOON);
            List<String> lines = client.out();

            assertThat(lines).endsWith(LAST_LINE);
            assertThat(byLabel(lines.subList(0, lines.size() - 1))).isEqualTo(expected);
        }
    }

    @Test
    void server_afterAllConnections_hasPrintedItsListenerOnceAndEachConnectionInOrder(Deployment deployment) {
        ServiceContainer server = deployment.server();
        String first = server.awaitSession();
        String afterListener = states(SEED.server()).substring(LISTENER.length() + 1);
        Map<String, String> expected = new TreeMap<>(Map.of("Server", LISTENER));
        for (ServiceContainer client : deployment.clients()) {
            client.awaitOut(LAST_LINE, Deployment.SOON);
            String session = client.awaitSession();
            for (int number = 1; number <= ThreeClients.CONNECTIONS; number++) {
                // Only the first session goes without its name, as there was no other to tell it from.
                expected.put("Server " + (session.equals(first) ? "" : session + "/") + number,
                        afterListener);
            }
        }

        assertThat(byLabel(server.out())).isEqualTo(expected);
    }

    private static String states(Script script) {
        return script.transitions().stream().map(each -> each.to().toString())
                .collect(Collectors.joining(" "));
    }

    /** Joins the states that were printed for each label. A line of another form is a failure. */
    private static Map<String, String> byLabel(List<String> lines) {
        Map<String, String> printed = new HashMap<>();
        for (String line : lines) {
            Matcher matcher = STATE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            printed.merge(matcher.group(1), matcher.group(2), (before, next) -> before + " " + next);
        }
        return printed;
    }
}
