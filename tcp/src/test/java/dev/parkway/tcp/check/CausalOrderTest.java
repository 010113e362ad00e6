package dev.parkway.tcp.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Profile;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.CausalOrder;
import dev.parkway.script.check.Sighting;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CausalOrderTest {

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void extensions_anyScenario_areAsManyAsTheOrdersThatCanBeSeen(Scenario scenario) {
        assertThat(CausalOrder.of(scenario).extensions())
                .isEqualTo(BigInteger.valueOf(Runs.sequences(scenario).size()));
    }

    @Test
    void extensions_clientClosesFirst_are48And12() {
        // Counted by the model's search as well, before this was written: spec, section 5.
        assertThat(extensions(TcpProfile.RFC)).isEqualTo(48);
        assertThat(extensions(TcpProfile.LOCKSTEP)).isEqualTo(12);
    }

    private static int extensions(Profile profile) {
        return CausalOrder.of(TcpScenarios.builtIn().get("client-closes-first", profile)).extensions()
                .intValueExact();
    }

    @Test
    void extensions_noRecords_areOne() {
        assertThat(CausalOrder.of(List.of(), List.of()).extensions()).isEqualTo(BigInteger.ONE);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void merged_anyRun_isAnOrderThatCanBeSeen(Scenario scenario) {
        Runs.Run run = Runs.whole(scenario);

        List<Sighting> merged = CausalOrder.of(run.client(), run.server()).merged().stream()
                .map(record -> Sighting.of(Runs.CONNECTION, record)).toList();

        assertThat(Runs.sequences(scenario)).contains(merged);
    }

    @Test
    void merged_choiceLeft_goesByTime() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.LOCKSTEP);
        List<Transition> client = seed.client().transitions().stream().map(record -> at(record, 1_000))
                .toList();

        List<Transition> merged = CausalOrder.of(client, seed.server().transitions()).merged();

        assertThat(merged).extracting(record -> record.side() + " " + record.to()).startsWith("server CLOSED",
                "server LISTEN", "client CLOSED")
                .endsWith("client TIME_WAIT", "server CLOSED", "client CLOSED");
    }

    @Test
    void merged_recordsMissing_stillHoldsAllThatAreThere() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.LOCKSTEP);
        List<Transition> late = seed.client().transitions().subList(4, 7);

        assertThat(CausalOrder.of(late, List.of()).merged()).isEqualTo(late);
        assertThat(CausalOrder.of(List.of(), seed.server().transitions()).merged())
                .isEqualTo(seed.server().transitions());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void merged_oneClockForBoth_isTheOrderInWhichItHappened(Scenario scenario) {
        assertThat(Runs.sequences(scenario)).allSatisfy(seen -> {
            List<Transition> happened = new ArrayList<>();
            for (Sighting sighting : seen) {
                happened.add(at(scenario.script(sighting.side()).transitions().get(sighting.ordinal() - 1),
                        happened.size()));
            }
            assertThat(CausalOrder.of(of(Side.CLIENT, happened), of(Side.SERVER, happened)).merged())
                    .isEqualTo(happened);
        });
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void merged_clocksApart_isAnOrderThatCanBeSeen(Scenario scenario) {
        Runs.Run run = Runs.whole(scenario);
        for (long apart : new long[]{-1_000_000_000, -30, 30, 1_000_000_000}) {
            List<Transition> server = run.server().stream()
                    .map(record -> at(record, record.epochNanos() + apart)).toList();

            assertThat(Runs.sequences(scenario)).contains(CausalOrder.of(run.client(), server).merged()
                    .stream().map(record -> Sighting.of(Runs.CONNECTION, record)).toList());
        }
    }

    @Test
    void merged_sameTime_clientFirst() {
        Transition client = new Transition(Side.CLIENT, 1, null, TcpState.CLOSED, null, null, 0, 0, 5);
        Transition server = new Transition(Side.SERVER, 1, null, TcpState.CLOSED, null, null, 0, 0, 5);

        assertThat(CausalOrder.of(List.of(client), List.of(server)).merged()).containsExactly(client, server);
        assertThat(CausalOrder.of(List.of(client), List.of(at(server, 4))).merged())
                .containsExactly(at(server, 4), client);
    }

    @Test
    void merged_countsThatCannotBe_leavesNothingOut() {
        // Each says that it depends on the other.
        Transition client = new Transition(Side.CLIENT, 1, null, TcpState.CLOSED, null, null, 0, 9, 2);
        Transition server = new Transition(Side.SERVER, 1, null, TcpState.CLOSED, null, null, 0, 9, 1);

        assertThat(CausalOrder.of(List.of(client), List.of(server)).merged()).containsExactly(server, client);
    }

    @Test
    void clock_clientEstablished_countsWhatItKnowsOfBothSides() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.RFC);
        CausalOrder order = CausalOrder.of(seed);
        Transition established = seed.client().transitions().get(2);

        assertThat(established.to()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(order.clock(established, Side.CLIENT)).isEqualTo(3);
        // CLOSED, LISTEN, SYN_RCVD.
        assertThat(order.clock(established, Side.SERVER)).isEqualTo(3);
    }

    private static List<Transition> of(Side side, List<Transition> records) {
        return records.stream().filter(record -> record.side() == side).toList();
    }

    private static Transition at(Transition record, long nanos) {
        return new Transition(record.side(), record.ordinal(), record.from(), record.to(), record.cause(),
                record.edge(), record.sent(), record.received(), nanos);
    }
}
