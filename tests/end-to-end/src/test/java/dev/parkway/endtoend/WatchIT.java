package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Inspection.Seen;
import dev.parkway.endtoend.Inspection.Whole;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Sighting;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody sees who watches the server while a client comes and runs its connections. */
@EngineRequired
final class WatchIT {

    private static final int CONNECTIONS = 20;
    private static final Duration TWO_MSL = Duration.ofSeconds(1);
    private static final Scenario SEED = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);

    @Test
    void watchTransitions_newClientRuns_seesEveryConnectionInAnOrderThatTheCountsAllow() {
        try (Deployment deployment = Plan.clients(1).connections(CONNECTIONS).up();
                Inspection inspection = new Inspection(deployment.lookAtServer())) {
            deployment.clients().getFirst().awaitOut("TCP connection disconnected", Deployment.SOON);
            try (Watch watch = inspection.watch()) {
                String session = deployment.scaleClients(2).getFirst().awaitSession();
                int all = CONNECTIONS * (SEED.client().states() + SEED.server().states());
                Eventually.holds("all " + all + " transitions of " + session, Deployment.SOON,
                        () -> watch.seen().stream().filter(each -> each.connection().startsWith(session))
                                .count() >= all);

                assertThat(watch.missed()).isZero();
                // The first client's were over before the watch began.
                assertThat(watch.seen()).hasSize(all);
                for (int number = 1; number <= CONNECTIONS; number++) {
                    Whole connection = inspection.get(session + "/" + number);
                    Verdict verdict = new Checker(SEED, TWO_MSL).check(connection.trace(Side.CLIENT),
                            connection.trace(Side.SERVER), sightings(watch, connection.glance().name()));
                    assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Verdict.Outcome.CONFORMS);
                }
            }
        }
    }

    private static List<Sighting> sightings(Watch watch, String connection) {
        return watch.seen().stream().filter(each -> each.connection().equals(connection)).map(Seen::sighting)
                .toList();
    }
}
