package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Inspection.Glance;
import dev.parkway.endtoend.Inspection.Whole;
import dev.parkway.script.Cause;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that is gone all at once, with many connections half way. */
@EngineRequired
final class ServerKilledIT {

    private static final int CONNECTIONS = 300;
    private static final int PARALLEL = 100;
    private static final int IN_THE_MIDDLE = PARALLEL / 2;
    private static final int KILLED = 137;
    private static final String SESSION_LOST = "session lost";
    private static final Scenario SEED = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);

    @Test
    void server_killedInTheMiddle_everyClientEndsAllItsConnectionsAndSaysWhy() {
        try (Deployment deployment = Plan.clients(2).connections(CONNECTIONS)
                .with("PARKWAY_LINGER", "1s")
                .with("PARKWAY_PARALLEL", Integer.toString(PARALLEL)).paced(Duration.ofSeconds(1)).up()) {
            List<ServiceContainer> clients = deployment.clients();
            clients.forEach(client -> client.awaitOutEnding("ESTABLISHED", IN_THE_MIDDLE));

            deployment.server().signal("KILL");

            assertThat(deployment.server().awaitExit(Deployment.SOON)).isEqualTo(KILLED);
            clients.forEach(client -> assertLost(deployment, client));
        }
    }

    private static void assertLost(Deployment deployment, ServiceContainer client) {
        client.awaitErr("ERROR .*the session ended early: " + SESSION_LOST, Deployment.SOON);
        long lost = Long.parseLong(client.awaitErr(
                "INFO .*" + CONNECTIONS + " connections in \\d+ ms: .*" + SESSION_LOST + "=(\\d+)",
                Deployment.SOON).group(1));

        assertThat(lost).isGreaterThanOrEqualTo(IN_THE_MIDDLE);
        assertThat(client.out()).doesNotContain("TCP connection disconnected");
        try (Inspection inspection = new Inspection(deployment.lookAt(client))) {
            List<Glance> begun = inspection.list(CONNECTIONS, "");

            assertThat(begun)
                    .allSatisfy(each -> assertThat(each.clientOutcome()).isIn(SESSION_LOST, "completed"));
            assertThat(begun).filteredOn(each -> each.clientOutcome().equals(SESSION_LOST))
                    .hasSize(Math.toIntExact(lost))
                    .allSatisfy(each -> assertEndsWell(inspection.get(each.name())));
        }
    }

    private static void assertEndsWell(Whole connection) {
        Transition last = connection.records(Side.CLIENT).getLast();
        Verdict verdict = new Checker(SEED, Duration.ZERO).check(
                connection.trace(Side.CLIENT), connection.trace(Side.SERVER));

        assertThat(last.to()).isEqualTo(TcpState.CLOSED);
        assertThat(last.edge()).isEqualTo(TcpEdge.X11);
        assertThat(last.cause()).isEqualTo(new Cause.Ended(SESSION_LOST));
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.endings()).containsExactly(last);
    }
}
