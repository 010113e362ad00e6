package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.History;
import dev.parkway.tcp.Scenario;
import dev.parkway.tcp.Scenarios;
import dev.parkway.tcp.Side;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.Transition;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MergeTest {

    @Test
    void of_oneClock_isTheOrderInWhichItHappened() {
        for (Scenario scenario : Scenarios.builtIn().all()) {
            for (int seed = 0; seed < 50; seed++) {
                History client = new History(Histories.name(1), scenario, Side.CLIENT);
                History server = new History(Histories.name(1), scenario, Side.SERVER);
                List<Transition> made = Histories.run(client, server, new Random(seed));

                assertThat(Merge.of(client.transitions(), server.transitions()))
                        .as("%s, seed %d", scenario, seed).isEqualTo(made);
            }
        }
    }

    @Test
    void of_clocksApart_respectsHappensBefore() {
        for (Scenario scenario : Scenarios.builtIn().all()) {
            for (long apart : new long[]{-1_000_000_000, -3, 3, 1_000_000_000}) {
                List<Transition> client = scenario.client().transitions();
                List<Transition> server = scenario.server().transitions().stream()
                        .map(each -> at(each, each.epochNanos() + apart)).toList();

                List<Transition> merged = Merge.of(client, server);
                assertThat(merged).containsExactlyInAnyOrderElementsOf(both(client, server));
                Histories.assertLinearExtension(merged);
            }
        }
    }

    @Test
    void of_sameTime_clientFirst() {
        Transition client = new Transition(Side.CLIENT, 1, null, TcpState.CLOSED, null, null, 0, 0, 5);
        Transition server = new Transition(Side.SERVER, 1, null, TcpState.CLOSED, null, null, 0, 0, 5);

        assertThat(Merge.of(List.of(client), List.of(server))).containsExactly(client, server);
        assertThat(Merge.of(List.of(client), List.of(at(server, 4)))).containsExactly(at(server, 4), client);
    }

    @Test
    void of_oneSideMissing_isTheOther() {
        List<Transition> server = Histories.LOCKSTEP.server().transitions();

        assertThat(Merge.of(List.of(), server)).isEqualTo(server);
        assertThat(Merge.of(server, List.of())).isEqualTo(server);
        assertThat(Merge.of(List.of(), List.of())).isEmpty();
    }

    @Test
    void of_countsThatCannotBe_leavesNothingOut() {
        // Each says that it depends on the other.
        Transition client = new Transition(Side.CLIENT, 1, null, TcpState.CLOSED, null, null, 0, 9, 2);
        Transition server = new Transition(Side.SERVER, 1, null, TcpState.CLOSED, null, null, 0, 9, 1);

        assertThat(Merge.of(List.of(client), List.of(server))).containsExactly(server, client);
    }

    private static List<Transition> both(List<Transition> client, List<Transition> server) {
        return Stream.concat(client.stream(), server.stream()).toList();
    }

    private static Transition at(Transition each, long epochNanos) {
        return new Transition(each.side(), each.ordinal(), each.from(), each.to(), each.cause(), each.edge(),
                each.sent(), each.received(), epochNanos);
    }
}
