package dev.parkway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DifferenceTest {

    @Test
    void shown_noDifference_isAllButTheFirstRecord() {
        Script script = scenario("client-closes-first").client();

        assertThat(Difference.shown(script.transitions(), Set.of()))
                .isEqualTo(script.transitions().subList(1, script.states()));
    }

    @Test
    void shown_timeWait_closesTheSocketThenAndEndsUnseen() {
        assertThat(moves(Difference.TIME_WAIT_APART, scenario("client-closes-first").client()))
                .containsExactly(
                        "CLOSED SYN_SENT", "SYN_SENT ESTABLISHED", "ESTABLISHED FIN_WAIT_1",
                        "FIN_WAIT_1 FIN_WAIT_2",
                        "FIN_WAIT_2 CLOSED");
    }

    @Test
    void shown_threeSegments_takesTwoSteps() {
        assertThat(moves(Difference.ACK_BEFORE_FIN, scenario("three-segment-close").client()))
                .containsExactly(
                        "CLOSED SYN_SENT", "SYN_SENT ESTABLISHED", "ESTABLISHED FIN_WAIT_1",
                        "FIN_WAIT_1 FIN_WAIT_2",
                        "FIN_WAIT_2 TIME_WAIT", "TIME_WAIT CLOSED");
    }

    @Test
    void shown_requestWithoutAck_isNeverThere() {
        assertThat(moves(Difference.REQUEST_UNTIL_ACK, scenario("close-in-syn-sent").server()))
                .containsExactly("CLOSED LISTEN");
    }

    @Test
    void shown_request_comesAfterTheClientIsEstablished() {
        Scenario scenario = scenario("client-closes-first");
        Transition established = record(scenario.client(), TcpState.ESTABLISHED);
        Transition request = record(scenario.server(), TcpState.SYN_RCVD);
        Transition socket = Difference
                .shown(scenario.server().transitions(), Set.of(Difference.REQUEST_UNTIL_ACK)).get(1);

        assertThat(request.happensBefore(established)).isTrue();
        assertThat(socket.to()).isEqualTo(TcpState.SYN_RCVD);
        assertThat(established.happensBefore(socket)).isTrue();
    }

    @Test
    void shown_simultaneousOpen_keepsItsSynRcvd() {
        Script script = scenario("simultaneous-open").server();

        assertThat(Difference.shown(script.transitions(), Set.of(Difference.REQUEST_UNTIL_ACK)))
                .isEqualTo(Difference.shown(script.transitions(), Set.of()));
    }

    @Test
    void shown_secondPassiveOpen_isTheListenersFirst() {
        assertThat(moves(Difference.LISTENER_GOES_ON, scenario("client-restart").server())).containsExactly(
                "CLOSED LISTEN", "LISTEN SYN_RCVD", "SYN_RCVD ESTABLISHED", "ESTABLISHED CLOSED",
                "LISTEN SYN_RCVD", "SYN_RCVD ESTABLISHED");
    }

    @Test
    void shown_anyDifference_leavesOtherScriptsAlone() {
        // Not one record that is neither of a listener nor of TIME_WAIT.
        Script script = scenario("reset-by-client").client();

        assertThat(Difference.shown(script.transitions(), EnumSet.allOf(Difference.class)))
                .isEqualTo(Difference.shown(script.transitions(), Set.of()));
    }

    private static List<String> moves(Difference difference, Script script) {
        return Difference.shown(script.transitions(), Set.of(difference)).stream()
                .map(each -> each.from() + " " + each.to()).toList();
    }

    private static Transition record(Script script, TcpState state) {
        return script.transitions().stream().filter(each -> each.to() == state).findFirst().orElseThrow();
    }

    private static Scenario scenario(String name) {
        return TcpScenarios.builtIn().get(name, TcpProfile.RFC);
    }
}
