package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Inspection.Glance;
import dev.parkway.endtoend.Inspection.Whole;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One client of three that is gone all at once, with its connections half way. */
@EngineRequired
final class ClientKilledIT {

    private static final int CONNECTIONS = 100;
    private static final int IN_THE_MIDDLE = 50;
    private static final String SESSION_LOST = "session lost";
    private static final String COMPLETED = "completed";
    private static final Duration TWO_MSL = Duration.ofSeconds(1);
    private static final Scenario CROSSING = TcpScenarios.builtIn().get("simultaneous-close", TcpProfile.RFC);

    @Test
    void client_killedInTheMiddle_serverForgetsItAndTheOthersGoOn() {
        try (Deployment deployment = Plan.clients(3).connections(CONNECTIONS)
                .with("PARKWAY_SCENARIO", CROSSING.name())
                .with("PARKWAY_PROFILE", CROSSING.profile().toString())
                .with("PARKWAY_LINGER", "1s")
                .with("PARKWAY_PARALLEL", Integer.toString(CONNECTIONS)).paced(Duration.ofSeconds(1)).up();
                Inspection inspection = new Inspection(deployment.lookAtServer())) {
            ServiceContainer server = deployment.server();
            ServiceContainer victim = deployment.clients().get(1);
            List<ServiceContainer> others = List.of(deployment.clients().get(0), deployment.clients().get(2));
            String session = victim.awaitSession();
            victim.awaitOutEnding("ESTABLISHED", IN_THE_MIDDLE);

            victim.signal("KILL");

            server.awaitErr("session " + session + " ended: " + SESSION_LOST, Deployment.SOON);
            assertLost(inspection, session);
            for (ServiceContainer other : others) {
                other.awaitOut("TCP connection disconnected", Deployment.SOON);
                assertUntouched(inspection, other.awaitSession());
            }
            for (String type : List.of("connection.StateThread", "control.ServerSession",
                    "control.ControlConnection")) {
                Eventually.holds("no " + type + " is left", Deployment.SOON,
                        () -> server.alive("dev.parkway." + type) == 0);
            }
            assertThat(server.healthy()).isTrue();
        }
    }

    private static void assertLost(Inspection inspection, String session) {
        // A side that paces itself sees only afterwards that it need not have.
        List<Glance> begun = Eventually.see("all connections of " + session + " have ended", Deployment.SOON,
                () -> Optional.of(inspection.list(CONNECTIONS, session))
                        .filter(all -> all.stream().noneMatch(each -> each.serverOutcome().isEmpty())));

        assertThat(begun).filteredOn(each -> each.serverOutcome().equals(SESSION_LOST))
                .hasSizeGreaterThanOrEqualTo(IN_THE_MIDDLE);
        assertThat(begun).allSatisfy(each -> {
            assertThat(each.serverOutcome()).isIn(SESSION_LOST, COMPLETED);
            assertThat(judge(inspection.get(each.name())).violations()).isEmpty();
        });
    }

    private static void assertUntouched(Inspection inspection, String session) {
        List<Glance> all = inspection.list(CONNECTIONS, session);

        assertThat(all).hasSize(CONNECTIONS).allSatisfy(each -> {
            assertThat(each.clientOutcome()).isEqualTo(COMPLETED);
            assertThat(each.serverOutcome()).isEqualTo(COMPLETED);
            Verdict verdict = judge(inspection.get(each.name()));
            assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Verdict.Outcome.CONFORMS);
        });
    }

    private static Verdict judge(Whole connection) {
        return new Checker(CROSSING, TWO_MSL).check(
                connection.trace(Side.CLIENT), connection.trace(Side.SERVER), connection.sightings());
    }
}
