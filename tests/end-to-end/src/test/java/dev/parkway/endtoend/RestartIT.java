package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Load.Client;
import dev.parkway.script.Side;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Processes that go under load and come again, by kill -9 and in order. */
@EngineRequired
final class RestartIT {

    private static final int SOME = 300;

    @Test
    void client_killedAndRestarted_losesItsOwnSessionAlone() {
        Plan plan = Plan.clients(1).forOutages(Load.PACE).with("PARKWAY_LINGER", "2s");
        try (Load load = Load.begin(plan)) {
            String lost = load.session(Client.CROSSING);
            load.awaitJudged(SOME);

            load.faults().kill(load.container(Client.CROSSING)).run();
            load.server().awaitErr("session " + lost + " ended: session lost", Deployment.SOON);

            load.countWhole(Client.values());
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
            load.countLost(Client.CROSSING, lost, Side.SERVER);
            load.settle("a client killed and restarted");
            // The server's sides may all have been past the last turn that they needed the client for.
            assertThat(load.account().causes()).isSubsetOf("session lost");
            assertThat(load.sessions(Client.CROSSING)).hasSize(2);
        }
    }

    @Test
    void server_killedAndRestarted_whatIsLostSaysSoAndIsOpenedAnewWhereToldTo() {
        assertLostAndRetried("server killed and restarted, two clients with --retry-lost",
                load -> load.faults().kill(load.server()).run(), Set.of("session lost"));
    }

    @Test
    void server_restartedInOrder_whatIsLostSaysSoAndIsOpenedAnewWhereToldTo() {
        assertLostAndRetried("server restarted in order, two clients with --retry-lost",
                load -> load.faults().restart(load.server()),
                Set.of("session lost", "peer gone", "refused"));
    }

    private static void assertLostAndRetried(String what, Consumer<Load> fault, Set<String> causes) {
        Plan plan = Plan.clients(1).forOutages(Load.PACE).with("PARKWAY_RETRY_LOST", "true")
                .with("PARKWAY_DRAIN", "300ms");
        try (Load load = Load.begin(plan)) {
            load.awaitJudged(SOME);

            fault.accept(load);

            load.countWhole(Client.DEFAULT, Client.CROSSING);
            load.awaitDone(Client.PASSIVE);
            for (Client client : List.of(Client.DEFAULT, Client.CROSSING)) {
                load.container(client).awaitErr(
                        " connections in \\d+ ms: \\{completed=" + Load.CONNECTIONS + "}", Deployment.SOON);
                List<String> sessions = load.sessions(client);
                assertThat(sessions).hasSizeGreaterThan(1);
                sessions.subList(0, sessions.size() - 1)
                        .forEach(lost -> load.countLost(client, lost, Side.CLIENT));
            }
            assertThat(load.account().completed()).isEqualTo(2L * Load.CONNECTIONS);
            assertThat(load.sessions(Client.PASSIVE)).hasSize(1);
            load.countLost(Client.PASSIVE, load.session(Client.PASSIVE), Side.CLIENT);
            load.settle(what);
            assertThat(load.account().ended()).isPositive();
            assertThat(load.account().causes()).isSubsetOf(causes);
        }
    }
}
