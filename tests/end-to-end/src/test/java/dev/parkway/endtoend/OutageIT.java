package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Load.Client;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks that are cut and containers that stand still, under load; and nothing is lost. */
@EngineRequired
final class OutageIT {

    private static final int SOME = 300;
    private static final Duration SHORT = Duration.ofMillis(700);

    @Test
    void network_cutOnEitherSide_onceAndAgainAndAgain_losesNothing() {
        try (Load load = Load.begin()) {
            ServiceContainer client = load.container(Client.DEFAULT);
            load.awaitJudged(SOME);

            Runnable heal = load.faults().cut(client);
            client.awaitErr("broke, attaching again", Deployment.SOON);
            heal.run();
            client.awaitErr("resumed by attach", Deployment.SOON);
            for (int i = 0; i < 3; i++) {
                for (ServiceContainer each : List.of(client, load.server())) {
                    load.awaitMore(SOME / 3);
                    Runnable again = load.faults().cut(each);
                    Faults.hold(SHORT);
                    again.run();
                }
            }

            load.countWhole(Client.values());
            load.settle("network of client and server cut and healed");
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
        }
    }

    @Test
    void streams_resetAgainAndAgain_areResumed() {
        try (Load load = Load.begin()) {
            load.awaitJudged(SOME);

            for (int i = 0; i < 12; i++) {
                load.awaitMore(SOME / 4);
                Runnable end = load.faults().reset(load.server());
                Faults.hold(Duration.ofMillis(50));
                end.run();
            }

            load.countWhole(Client.values());
            load.settle("all TCP connections reset");
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
        }
    }

    @Test
    void containers_pausedAndResumed_loseNothing() {
        try (Load load = Load.begin()) {
            load.awaitJudged(SOME);

            for (ServiceContainer each : List.of(load.server(), load.container(Client.DEFAULT), load.server(),
                    load.container(Client.PASSIVE))) {
                Runnable resume = load.faults().pause(each);
                Faults.hold(SHORT.multipliedBy(3));
                resume.run();
                load.awaitMore(SOME / 3);
            }

            load.countWhole(Client.values());
            load.settle("server and clients paused and resumed");
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
        }
    }

    /** All that is longer than keepalive at once: the network of two clients is cut, and the third stands still. */
    @Test
    void outages_longerThanKeepalive_areSurvivedUnlessLongerThanLinger() {
        Plan plan = Plan.clients(1).forOutages(Load.PACE).with("PARKWAY_LINGER", "12s");
        try (Load load = Load.begin(plan)) {
            load.awaitJudged(SOME);
            String cut = load.session(Client.DEFAULT);
            String lost = load.session(Client.CROSSING);
            String paused = load.session(Client.PASSIVE);

            Runnable heal = load.faults().pause(load.container(Client.PASSIVE));
            Runnable heal2 = load.faults().cut(load.container(Client.DEFAULT));
            Runnable heal3 = load.faults().cut(load.container(Client.CROSSING));
            load.server().awaitErr("session " + cut + ": the stream of attach 1 broke", Deployment.SOON);
            heal2.run();
            load.server().awaitErr("session " + paused + ": the stream of attach 1 broke", Deployment.SOON);
            heal.run();
            load.server().awaitErr("session " + lost + " ended: session lost", Deployment.SOON);
            load.container(Client.CROSSING).awaitErr("the session ended early: session lost",
                    Deployment.SOON);
            heal3.run();

            load.countWhole(Client.DEFAULT, Client.PASSIVE);
            assertThat(load.account().completed()).isEqualTo(2L * Load.CONNECTIONS);
            load.countLost(Client.CROSSING, lost, Side.SERVER);
            load.countLost(Client.CROSSING, lost, Side.CLIENT);
            load.settle("longer than keepalive; one client's longer than linger");
            assertThat(load.account().ended()).isPositive();
        }
    }
}
