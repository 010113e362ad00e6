package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpScenarios;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several clients at once against one server, which tells their connections apart. */
final class ManyClientsIT {

    private static final int CLIENTS = 3;
    private static final int CONNECTIONS = 50;

    @Test
    void clients_atOnce_areServedEach() {
        List<Running> clients = new ArrayList<>();
        try (Running server = Launch.server("--msl", "20ms").start()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Launch.client(server.port(), "--connections", "" + CONNECTIONS, "--msl", "20ms")
                        .start());
            }
            for (Running client : clients) {
                assertThat(client.exitCode()).as("%s", client).isZero();
            }
            server.terminate();
            Map<String, List<String>> byConnection = new LinkedHashMap<>();
            List<String> lines = server.stdout().all();
            for (String line : lines.subList(2, lines.size())) {
                String[] parts = line.split("] ", -1);
                byConnection.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
            }
            assertThat(byConnection).hasSize(CLIENTS * CONNECTIONS);
            assertThat(byConnection.values()).allSatisfy(states -> assertThat(states).isEqualTo(served()));
            // Only the first goes without its session's name.
            assertThat(clients.stream().map(Logs::session).filter(
                    session -> byConnection.keySet().stream().anyMatch(name -> name.contains(session))))
                    .hasSize(CLIENTS - 1);
        } finally {
            clients.forEach(Running::close);
        }
    }

    /** What a server's side does beyond what it shares with the listener. */
    private static List<String> served() {
        Scenario scenario = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
                TcpScenarios.DEFAULT_PROFILE);
        return scenario.server().transitions().stream().skip(2).map(Transition::to).map(Object::toString)
                .toList();
    }
}
