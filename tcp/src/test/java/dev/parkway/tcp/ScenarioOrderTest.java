package dev.parkway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Step;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The order across both sides that each scenario must have, and must not have. C. and S. are client and server,
 * a quote mark stands for a second occurrence, and RST! is the token and not a state.
 */
class ScenarioOrderTest {

    private static final String HANDSHAKE = "C.SYN_SENT < S.SYN_RCVD < C.ESTABLISHED < S.ESTABLISHED";

    static Stream<Arguments> orders() {
        return Stream.of(
                arguments("client-closes-first",
                        List.of(HANDSHAKE, "C.FIN_WAIT_1 < S.CLOSE_WAIT < C.FIN_WAIT_2",
                                "S.LAST_ACK < C.TIME_WAIT < S.CLOSED'")),
                arguments("server-closes-first",
                        List.of(HANDSHAKE, "S.FIN_WAIT_1 < C.CLOSE_WAIT < S.FIN_WAIT_2",
                                "C.LAST_ACK < S.TIME_WAIT < C.CLOSED'")),
                arguments("simultaneous-close",
                        List.of(HANDSHAKE, "C.FIN_WAIT_1 < S.CLOSING", "S.FIN_WAIT_1 < C.CLOSING",
                                "C.CLOSING < S.TIME_WAIT", "S.CLOSING < C.TIME_WAIT")),
                arguments("simultaneous-open",
                        List.of("C.SYN_SENT < S.SYN_RCVD", "S.SYN_SENT < C.SYN_RCVD",
                                "C.SYN_RCVD < S.ESTABLISHED",
                                "S.SYN_RCVD < C.ESTABLISHED", "C.FIN_WAIT_1 < S.CLOSE_WAIT < C.FIN_WAIT_2",
                                "S.LAST_ACK < C.TIME_WAIT < S.CLOSED'")),
                arguments("reset-by-client", List.of(HANDSHAKE, "C.CLOSED' < S.CLOSED'")),
                arguments("reset-by-server", List.of(HANDSHAKE, "S.CLOSED' < C.CLOSED'")),
                arguments("refused", List.of("C.SYN_SENT < S.RST+ACK! < C.CLOSED'")),
                arguments("server-restart", List.of(HANDSHAKE, "C.FIN_WAIT_1 < S.RST! < C.CLOSED'")),
                arguments("client-restart",
                        List.of(HANDSHAKE, "C.SYN_SENT' < S.ACK! < C.RST! < S.CLOSED'",
                                "S.SYN_RCVD' < C.ESTABLISHED' < S.ESTABLISHED'")),
                arguments("connect-timeout-late-reply",
                        List.of("C.SYN_SENT < S.SYN_RCVD < C.RST! < S.LISTEN'")),
                arguments("close-in-syn-sent", List.of("C.SYN_SENT < S.SYN_RCVD < C.RST! < S.LISTEN'")),
                arguments("three-segment-close", List.of(HANDSHAKE)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void happensBefore_chainsOfTheScenario_hold(String name, List<String> chains) {
        Scenario scenario = TcpScenarios.builtIn().get(name, TcpProfile.RFC);
        for (String chain : chains) {
            List<String> events = Arrays.asList(chain.split(" < ", -1));
            for (int i = 1; i < events.size(); i++) {
                assertThat(before(scenario, events.get(i - 1), events.get(i)))
                        .as("%s < %s", events.get(i - 1),
                                events.get(i))
                        .isTrue();
                assertThat(before(scenario, events.get(i), events.get(i - 1))).isFalse();
            }
        }
    }

    static Stream<Arguments> freedoms() {
        return Stream.of(
                arguments("client-closes-first",
                        List.of("C.FIN_WAIT_1 | S.ESTABLISHED", "C.FIN_WAIT_2 | S.LAST_ACK",
                                "C.CLOSED' | S.CLOSED'")),
                arguments("server-closes-first",
                        List.of("C.LAST_ACK | S.FIN_WAIT_2", "C.CLOSED' | S.CLOSED'")),
                arguments("simultaneous-close",
                        List.of("C.FIN_WAIT_1 | S.FIN_WAIT_1", "C.CLOSING | S.CLOSING",
                                "C.TIME_WAIT | S.TIME_WAIT",
                                "C.FIN_WAIT_1 | S.ESTABLISHED")),
                arguments("simultaneous-open",
                        List.of("C.SYN_SENT | S.SYN_SENT", "C.SYN_RCVD | S.SYN_RCVD",
                                "C.ESTABLISHED | S.ESTABLISHED")),
                arguments("reset-by-client", List.of("C.CLOSED' | S.ESTABLISHED")),
                arguments("server-restart",
                        List.of("C.FIN_WAIT_1 | S.ESTABLISHED", "C.FIN_WAIT_1 | S.CLOSED'")),
                arguments("client-restart",
                        List.of("C.CLOSED' | S.ESTABLISHED", "C.SYN_SENT' | S.ESTABLISHED")),
                arguments("connect-timeout-late-reply", List.of("C.CLOSED' | S.SYN_RCVD")));
    }

    @ParameterizedTest
    @MethodSource("freedoms")
    void happensBefore_pairsThatMayComeEitherWay_areUnordered(String name, List<String> pairs) {
        Scenario scenario = TcpScenarios.builtIn().get(name, TcpProfile.RFC);
        for (String pair : pairs) {
            String[] events = pair.split(" \\| ", -1);
            assertThat(before(scenario, events[0], events[1])).as(pair).isFalse();
            assertThat(before(scenario, events[1], events[0])).as(pair).isFalse();
        }
    }

    @Test
    void happensBefore_lockstep_ordersWhatRfcLeavesOpen() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.LOCKSTEP);

        assertThat(before(seed, "S.ESTABLISHED", "C.FIN_WAIT_1")).isTrue();
        assertThat(before(seed, "C.FIN_WAIT_2", "S.LAST_ACK")).isTrue();
        assertThat(before(seed, "S.CLOSED'", "C.CLOSED'")).isFalse();
        assertThat(before(seed, "C.CLOSED'", "S.CLOSED'")).isFalse();
    }

    @Test
    void edges_allScenariosTogether_walkEveryDrawnEdgeAndX1() {
        Set<TcpEdge> missing = EnumSet.allOf(TcpEdge.class);
        TcpScenarios.builtIn().all().forEach(scenario -> missing.removeAll(scenario.edges()));
        // Not walked by a built-in scenario: X2, an active OPEN in LISTEN, is E5 but for the call; X4 and X5 need
        // a third segment in the middle of a handshake; X7 and X10 a reset or an abort of a connection that both
        // sides have closed; X8 an abort that nobody hears of. ScriptTest walks each in a script of a user's own.
        assertThat(missing).containsExactlyInAnyOrder(TcpEdge.X2, TcpEdge.X4, TcpEdge.X5, TcpEdge.X7,
                TcpEdge.X8, TcpEdge.X10);
    }

    private record Event(Side side, int step) {}

    /** Whether one side gave a token, at or after the first event, that the other took at or before the second. */
    private static boolean before(Scenario scenario, String first, String second) {
        Event from = event(scenario, first);
        Event to = event(scenario, second);
        List<Step> giver = scenario.script(from.side()).steps();
        List<Step> taker = scenario.script(to.side()).steps();
        int k = 0;
        int taken = (int) taker.subList(0, to.step() + 1).stream().filter(Step.Await.class::isInstance)
                .count();
        for (int i = 0; i < giver.size(); i++) {
            if (giver.get(i) instanceof Step.Send) {
                k++;
                if (i >= from.step() && k <= taken) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Event event(Scenario scenario, String name) {
        Side side = name.startsWith("C.") ? Side.CLIENT : Side.SERVER;
        boolean second = name.endsWith("'");
        String what = name.substring(2, second ? name.length() - 1 : name.length());
        List<Step> steps = scenario.script(side).steps();
        int[] places = IntStream.range(0, steps.size()).filter(i -> switch (steps.get(i)) {
            case Step.Enter enter -> enter.state().name().equals(what);
            case Step.Send send -> (send.token() + "!").equals(what);
            case Step.Await _,Step.Pause _ -> false;
        }).toArray();
        return new Event(side, places[second ? 1 : 0]);
    }
}
