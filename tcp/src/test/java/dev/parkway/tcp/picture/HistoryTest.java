package dev.parkway.tcp.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Cause;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.CausalOrder;
import dev.parkway.script.picture.HistoryJson;
import dev.parkway.script.picture.HistoryText;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two-sided histories as text and as JSON lines. */
class HistoryTest {

    private static final Scenario REFUSED = TcpScenarios.builtIn().get("refused", TcpProfile.RFC);

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @Test
    void text_refused_hasAColumnForEachSide() {
        assertThat(HistoryText.of(REFUSED.client().transitions(), REFUSED.server().transitions()))
                .isEqualTo("""
                        client                                  server
                        CLOSED
                        SYN_SENT (active OPEN) E2
                                                                CLOSED
                        CLOSED (RST+ACK) X3
                        """);
    }

    @Test
    void text_recordsWithTimes_saysHowLongAfterTheSidesFirst() {
        List<Transition> client = REFUSED.client().transitions().stream()
                .map(record -> at(record, 5_000_000_000L + record.ordinal() * 250_000_000L)).toList();

        assertThat(HistoryText.of(client, List.of())).isEqualTo("""
                client                                  server
                CLOSED +0.000 s
                SYN_SENT (active OPEN) E2 +0.250 s
                CLOSED (RST+ACK) X3 +0.500 s
                """);
    }

    @Test
    void json_refused_isALineEach() {
        List<Transition> client = REFUSED.client().transitions().stream()
                .map(record -> at(record, 1_700_000_000_123_456_789L)).toList();

        assertThat(HistoryJson.of("3f2a9c1d/7", client, List.of()).lines().toList().getLast()).isEqualTo(
                "{\"connection\":\"3f2a9c1d/7\",\"side\":\"client\",\"ordinal\":3,\"from\":\"SYN_SENT\",\"to\":\"CLOSED\","
                        + "\"cause\":\"RST+ACK\",\"edge\":\"X3\",\"sent\":1,\"received\":1,"
                        + "\"time\":\"2023-11-14T22:13:20.123456789Z\",\"clock\":{\"client\":3,\"server\":0}}");
    }

    @Test
    void json_wordsOfAnySort_areEscaped() {
        Transition evil = new Transition(Side.CLIENT, 2, TcpState.CLOSED, TcpState.CLOSED,
                new Cause.Ended("\"}\n\\ \u00e9"), TcpEdge.X11, 0, 0, 0);

        assertThat(HistoryJson.of("a\"b", List.of(evil), List.of())).startsWith("{\"connection\":\"a\\\"b\",")
                .contains("\"cause\":\"\\\"}\\u000a\\\\ \\u00e9\"").hasLineCount(1);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void json_clocks_tellHappensBefore(Scenario scenario) {
        CausalOrder order = CausalOrder.of(scenario);
        List<Transition> records = order.merged();
        for (Transition first : records) {
            for (Transition second : records) {
                if (!first.equals(second)) {
                    boolean nowhereAbove = Stream.of(Side.values())
                            .allMatch(side -> order.clock(first, side) <= order.clock(second, side));
                    assertThat(nowhereAbove).as("%s, %s", first, second)
                            .isEqualTo(first.happensBefore(second));
                }
            }
        }
    }

    @Test
    void explanation_eachKind_saysWhatAndWhere() {
        Scenario crash = TcpScenarios.builtIn().get("server-restart", TcpProfile.RFC);

        assertThat(Explanation.of(crash.client().transitions().get(0))).isEqualTo("no connection at all");
        assertThat(Explanation.of(crash.client().transitions().get(2)))
                .isEqualTo("rcv SYN,ACK / snd ACK (E8, RFC 9293 3.10.7.3): open: data may flow both ways");
        assertThat(Explanation.of(crash.server().transitions().getLast()))
                .startsWith("the connection's state is lost");
        assertThat(Explanation.of(new Transition(Side.CLIENT, 2, TcpState.CLOSED, TcpState.CLOSED,
                new Cause.Ended("session lost"), TcpEdge.X11, 0, 0, 0)))
                .startsWith("session lost, taken as USER TIMEOUT");
    }

    private static Transition at(Transition record, long nanos) {
        return new Transition(record.side(), record.ordinal(), record.from(), record.to(), record.cause(),
                record.edge(), record.sent(), record.received(), nanos);
    }
}
