package dev.parkway.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Cause;
import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Transition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {

    private static final Scenario SEED = TcpScenarios.builtIn().get("client-closes-first",
            TcpProfile.LOCKSTEP);

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @Test
    void transitions_seed_areTheStatesThatThePostPrints() {
        assertThat(SEED.client().transitions()).extracting(Transition::to).containsExactly(TcpState.CLOSED,
                TcpState.SYN_SENT, TcpState.ESTABLISHED, TcpState.FIN_WAIT_1, TcpState.FIN_WAIT_2,
                TcpState.TIME_WAIT,
                TcpState.CLOSED);
        assertThat(SEED.server().transitions()).extracting(Transition::to).containsExactly(TcpState.CLOSED,
                TcpState.LISTEN, TcpState.SYN_RCVD, TcpState.ESTABLISHED, TcpState.CLOSE_WAIT,
                TcpState.LAST_ACK,
                TcpState.CLOSED);
    }

    @Test
    void transitions_seedClient_carryCauseEdgeAndCounts() {
        assertThat(SEED.client().transitions())
                .extracting(each -> each.ordinal() + " " + each.cause() + " " + each.edge() + " "
                        + each.sent() + " "
                        + each.received())
                .containsExactly("1 null null 0 0", "2 active OPEN E2 0 0", "3 SYN+ACK E8 1 1",
                        "4 CLOSE E12 2 2",
                        "5 ACK E14 3 3", "6 FIN E16 4 4", "7 2MSL timeout E20 5 4");
    }

    @Test
    void counts_seed_areNineTokens() {
        assertThat(SEED.client().sends()).isEqualTo(5).isEqualTo(SEED.server().awaits());
        assertThat(SEED.server().sends()).isEqualTo(4).isEqualTo(SEED.client().awaits());
        assertThat(SEED.client().states()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 3", "3, 4", "4, 5", "5, 6"})
    void entersBeforeSend_seedClient_countsStates(int token, int enters) {
        assertThat(SEED.client().entersBeforeSend(token)).isEqualTo(enters);
    }

    @Test
    void startsListening_onlyServersThatDo_isTrue() {
        assertThat(Tcp.startsListening(SEED.server())).isTrue();
        assertThat(Tcp.startsListening(SEED.client())).isFalse();
        assertThat(Tcp.startsListening(server("refused"))).isFalse();
        assertThat(Tcp.startsListening(server("connect-timeout"))).isFalse();
        assertThat(Tcp.startsListening(server("simultaneous-open"))).isFalse();
        assertThat(Tcp.startsListening(server("send-in-listen"))).isTrue();
    }

    @Test
    void steps_noScript_areNone() {
        assertThat(server("connect-timeout").steps()).isEmpty();
        assertThat(server("connect-timeout").states()).isZero();
        assertThat(server("connect-timeout")).hasToString("-");
    }

    @Test
    void transitions_crash_carriesItsCauseAndNoEdge() {
        Transition crash = server("server-restart").transitions().getLast();

        assertThat(crash.cause()).isEqualTo(Cause.CRASH);
        assertThat(crash.edge()).isNull();
        assertThat(crash).hasToString("server 5: ESTABLISHED -> CLOSED (CRASH)");
    }

    @Test
    void transitions_secondHandshake_remembersItsOwnOrigin() {
        assertThat(server("client-restart").transitions()).extracting(Transition::edge).containsExactly(null,
                TcpEdge.E1,
                TcpEdge.E4, TcpEdge.E10, TcpEdge.X6, TcpEdge.E1, TcpEdge.E4, TcpEdge.E10);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void toString_anyScript_isNotationForTheSameSteps(Scenario scenario) {
        String text = "scenario: " + scenario.name() + "\nprofile: " + scenario.profile() + "\nclient: "
                + scenario.client() + "\nserver: " + scenario.server();

        Scenario again = TcpScenarios.parse("again", text.getBytes(StandardCharsets.UTF_8)).all().getFirst();

        assertThat(again.client().steps()).isEqualTo(scenario.client().steps());
        assertThat(again.server().steps()).isEqualTo(scenario.server().steps());
        assertThat(again.digest()).isEqualTo(scenario.digest());
    }

    @Test
    void toString_callsThatMustBeNamed_areReadBack() {
        List<String> notations = List.of("CLOSED LISTEN [X2] SYN_SENT", "CLOSED LISTEN (SEND) SYN_SENT",
                "CLOSED LISTEN (ABORT) CLOSED", "CLOSED LISTEN (timeout) CLOSED", "CLOSED LISTEN CLOSED",
                "CLOSED CRASH CLOSED", "CLOSED SYN_SENT SYN+ACK? (stay) CLOSED",
                "CLOSED LISTEN SYN? (stay) [X2] SYN_SENT", "CLOSED LISTEN SYN? SYN_RCVD RST? LISTEN");

        for (String notation : notations) {
            assertThat(Scripts.alone(notation)).hasToString(notation);
        }
    }

    @Test
    void toString_impliedCauseSpelledOut_isLeftOut() {
        assertThat(Scripts.alone("CLOSED [E1] LISTEN (CLOSE) CLOSED")).hasToString("CLOSED LISTEN CLOSED");
        assertThat(Scripts.alone("CLOSED LISTEN SYN? [E4] SYN_RCVD [E11] FIN_WAIT_1"))
                .hasToString("CLOSED LISTEN SYN? SYN_RCVD FIN_WAIT_1");
    }

    @ParameterizedTest
    @CsvSource({"X2, CLOSED LISTEN [X2] SYN_SENT", "X4, CLOSED SYN_SENT SYN? SYN_RCVD RST? CLOSED",
            "X5, CLOSED LISTEN SYN? SYN_RCVD SYN? LISTEN", "X8, CLOSED SYN_SENT (ABORT) CLOSED",
            "X7, CLOSED SYN_SENT SYN+ACK? ESTABLISHED FIN_WAIT_1 FIN? CLOSING RST? CLOSED",
            "X10, CLOSED SYN_SENT SYN+ACK? ESTABLISHED FIN_WAIT_1 FIN+ACK? TIME_WAIT (ABORT) CLOSED"})
    void transitions_edgeOfNoBuiltInScenario_isThereForAUsersOwn(TcpEdge edge, String notation) {
        assertThat(Scripts.alone(notation).transitions().getLast().edge()).isEqualTo(edge);
    }

    private static Script server(String name) {
        return TcpScenarios.builtIn().get(name, TcpProfile.RFC).server();
    }
}
