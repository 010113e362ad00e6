package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.control.SessionId;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.ListScenariosRequest;
import dev.parkway.proto.inspection.v1.Scenario;
import dev.parkway.proto.inspection.v1.ScenarioCount;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.proto.inspection.v1.StateCount;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import dev.parkway.script.Side;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SummaryTest {

    private static final dev.parkway.script.Scenario RFC = TcpScenarios.builtIn().get(
            TcpScenarios.DEFAULT_NAME,
            TcpProfile.RFC);

    private final Served served = new Served(Served.limits(4));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void listScenarios_builtIn_areAllThereAsTheyAre() {
        List<Scenario> listed = served.inspection().listScenarios(ListScenariosRequest.getDefaultInstance())
                .getScenariosList();

        assertThat(listed).extracting(Scenario::getName)
                .isEqualTo(TcpScenarios.builtIn().all().stream().map(dev.parkway.script.Scenario::name)
                        .toList());
        assertThat(listed.getFirst()).isEqualTo(Scenario.newBuilder().setName("client-closes-first")
                .setProfile("lockstep")
                .setTitle("The client closes first; extra turns make the two sides alternate")
                .setFigures("6, 12")
                .addAllEdges(List.of("E1", "E2", "E4", "E8", "E10", "E12", "E13", "E14", "E16", "E18", "E19",
                        "E20"))
                .setClient(Histories.LOCKSTEP.client().toString())
                .setServer(Histories.LOCKSTEP.server().toString())
                .setDigest(Histories.LOCKSTEP.digest())
                .build());
    }

    @Test
    void listScenarios_sideWithoutScript_isADash() {
        assertThat(served.inspection().listScenarios(ListScenariosRequest.getDefaultInstance())
                .getScenariosList()).filteredOn(each -> each.getName().equals("connect-timeout"))
                .singleElement().extracting(Scenario::getServer).isEqualTo("-");
    }

    @Test
    void getSummary_noConnections_isEmpty() {
        assertThat(summary()).isEqualTo(GetSummaryResponse.newBuilder()
                .setKeptVerdicts(verdicts(0, 0, 0)).setJudgedVerdicts(verdicts(0, 0, 0)).build());
    }

    @Test
    void getSummary_bothSides_countsThemByStateScenarioAndVerdict() {
        end(1, Histories.LOCKSTEP);
        end(2, RFC);
        violate(3);
        History running = Histories.empty(4, Side.SERVER);
        Histories.grow(running, 2);
        served.journal.begin(running);
        Served.await(() -> judged() == 3);

        assertThat(summary()).isEqualTo(GetSummaryResponse.newBuilder().setKept(4)
                .addStates(states(State.STATE_UNSPECIFIED, 1, 0))
                .addStates(states(State.STATE_CLOSED, 2, 3))
                .addStates(states(State.STATE_LISTEN, 0, 1))
                .addStates(states(State.STATE_ESTABLISHED, 1, 0))
                .setKeptVerdicts(verdicts(2, 1, 1)).setJudgedVerdicts(verdicts(2, 0, 1))
                .addScenarios(ScenarioCount.newBuilder().setScenario("client-closes-first")
                        .setProfile("lockstep")
                        .setKept(verdicts(1, 1, 1)).setJudged(verdicts(1, 0, 1)))
                .addScenarios(ScenarioCount.newBuilder().setScenario("client-closes-first").setProfile("rfc")
                        .setKept(verdicts(1, 0, 0)).setJudged(verdicts(1, 0, 0)))
                .build());
    }

    @Test
    void getSummary_forgotten_areCountedAsTheyWereJudged() {
        for (int number = 1; number <= 6; number++) {
            end(number, RFC);
        }
        violate(7);
        for (int number = 8; number <= 11; number++) {
            served.journal.begin(Histories.empty(number, Side.SERVER));
        }
        // Seven that have ended, and one that is forgotten as it runs.
        served.journal.begin(Histories.empty(12, Side.SERVER));
        Served.await(() -> judged() == 8);

        GetSummaryResponse summary = summary();
        assertThat(summary.getKept()).isEqualTo(4);
        assertThat(summary.getForgotten()).isEqualTo(8);
        assertThat(summary.getKeptVerdicts()).isEqualTo(verdicts(0, 4, 0));
        assertThat(summary.getJudgedVerdicts()).isEqualTo(verdicts(6, 1, 1));
        assertThat(summary.getScenariosList()).extracting(ScenarioCount::getProfile)
                .containsExactly("lockstep", "rfc");
    }

    @Test
    void getSummary_endsSaidTwice_areJudgedOnce() {
        SessionId session = served.open(RFC);
        History server = run(new ConnectionName(session.name(), 1), RFC, Side.SERVER);
        Observation observation = served.journal.begin(server);
        observation.ended();
        History client = run(new ConnectionName(session.name(), 1), RFC, Side.CLIENT);
        for (int time = 0; time < 3; time++) {
            Reporting reporting = new Reporting(served.channel, session.secret());
            reporting.send(Reporting.report(1, client, 1, client.size()).build());
            assertThat(reporting.taken).isEqualTo(1);
        }
        observation.ended();
        // All that is submitted later is judged later.
        end(2, RFC);
        Served.await(() -> judged() >= 2);

        assertThat(summary().getJudgedVerdicts()).isEqualTo(verdicts(2, 0, 0));
    }

    private void end(long number, dev.parkway.script.Scenario scenario) {
        ConnectionName name = Histories.name(number);
        served.journal.begin(run(name, scenario, Side.SERVER)).ended();
        served.journal.begin(run(name, scenario, Side.CLIENT)).ended();
    }

    /** Lets a client take a turn that nobody gave. */
    private void violate(long number) {
        History client = Histories.empty(number, Side.CLIENT);
        Histories.grow(client, 2);
        client.append(TcpState.ESTABLISHED, Tcp.PROTOCOL.cause("SYN+ACK"), TcpEdge.E8, 0, 1, 3);
        client.end(History.COMPLETED);
        served.journal.begin(Histories.completed(number, Side.SERVER)).ended();
        served.journal.begin(client).ended();
    }

    private static History run(ConnectionName name, dev.parkway.script.Scenario scenario, Side side) {
        History history = new History(name, scenario, side);
        Histories.grow(history, history.script().states());
        history.end(History.COMPLETED);
        return history;
    }

    private GetSummaryResponse summary() {
        return served.inspection().getSummary(GetSummaryRequest.getDefaultInstance());
    }

    private long judged() {
        VerdictCounts counts = summary().getJudgedVerdicts();
        return counts.getConforms() + counts.getIncomplete() + counts.getViolates();
    }

    private static StateCount states(State state, long clients, long servers) {
        return StateCount.newBuilder().setState(state).setClients(clients).setServers(servers).build();
    }

    private static VerdictCounts verdicts(long conforms, long incomplete, long violates) {
        return VerdictCounts.newBuilder().setConforms(conforms).setIncomplete(incomplete)
                .setViolates(violates).build();
    }
}
