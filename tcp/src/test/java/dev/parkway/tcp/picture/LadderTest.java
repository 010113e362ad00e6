package dev.parkway.tcp.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Cause;
import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.picture.Ladder;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LadderTest {

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @Test
    void of_refused_isDrawn() {
        assertThat(Ladder.of(scenario("refused"))).isEqualTo("""
                                     Client                          Server
                                 ┌─────────────┐                 ┌─────────────┐
                                 │   CLOSED    │                 │   CLOSED    │
                                 └──────┬──────┘                 └──────┬──────┘
                                 ┌──────┴──────┐                        │
                     active OPEN │  SYN_SENT   │                        │
                                 └──────┬──────┘                        │
                                        ├───────────── SYN ────────────►│
                                        │◄────────── RST+ACK ───────────┤
                                 ┌──────┴──────┐
                                 │   CLOSED    │
                                 └─────────────┘
                """);
    }

    @Test
    void of_tokensThatCross_bendsOneOfThem() {
        assertThat(Ladder.of(scenario("simultaneous-open"))).contains("""
                                        │        ┌──── SYN ─────────────┤
                                        ├────────┼──── SYN ────────────►│
                                        │◄───────┘               ┌──────┴──────┐
                """);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void of_anyScenario_showsEveryStateAndToken(Scenario scenario) {
        String ladder = Ladder.of(scenario);

        for (TcpState state : TcpState.values()) {
            long entered = Stream.of(scenario.client(), scenario.server())
                    .flatMap(each -> each.transitions().stream())
                    .filter(record -> record.to() == state).count();
            assertThat(occurrences(ladder, " " + state + " ")).as("%s", state).isEqualTo((int) entered);
        }
        assertThat(occurrences(ladder, "►")).isEqualTo(scenario.client().sends());
        assertThat(occurrences(ladder, "◄")).isEqualTo(scenario.server().sends());
        for (Script script : List.of(scenario.client(), scenario.server())) {
            script.sent().forEach(segment -> assertThat(ladder).contains("─ " + segment + " ─"));
        }
        assertThat(ladder.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(81));
    }

    @Test
    void of_sessionLost_showsTokensThatNobodyTook() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.RFC);
        List<Transition> client = new ArrayList<>(seed.client().transitions().subList(0, 4));
        client.add(new Transition(Side.CLIENT, 5, TcpState.FIN_WAIT_1, TcpState.CLOSED,
                new Cause.Ended("session lost"),
                TcpEdge.X11, 3, 1, 0));

        String ladder = Ladder.of(seed, client, seed.server().transitions().subList(0, 4));

        assertThat(ladder).contains("""
                                        ├───────────── FIN ────╳
                                 ┌──────┴──────┐
                    session lost │   CLOSED    │
                                 └─────────────┘
                """);
    }

    @Test
    void of_oneSideOnly_drawsWhatItKnows() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.RFC);

        String ladder = Ladder.of(seed, seed.client().transitions(), List.of());

        assertThat(ladder).contains("│◄────────── SYN+ACK ───────────").contains("├───────────── FIN ────╳");
        assertThat(Ladder.of(seed, List.of(), List.of()))
                .isEqualTo("                     Client                          Server\n");
    }

    @Test
    void of_causeThatIsATerminalCommand_isMadeHarmless() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.RFC);
        Transition evil = new Transition(Side.CLIENT, 2, TcpState.CLOSED, TcpState.CLOSED,
                new Cause.Ended("\u001b[2J and much more than fits"), TcpEdge.X11, 0, 0, 0);

        assertThat(Ladder.of(seed, List.of(seed.client().transitions().getFirst(), evil), List.of()))
                .contains("?[2J and much m… │   CLOSED    │").doesNotContain("\u001b");
    }

    @Test
    void of_longestScripts_isDrawn() {
        String text = "scenario: long\nclient: CLOSED" + " ACK! ACK?".repeat(499) + "\nserver: CLOSED"
                + " ACK! ACK?".repeat(499);
        Scenario crossing = TcpScenarios.parse("long", text.getBytes(StandardCharsets.UTF_8)).all()
                .getFirst();

        String ladder = Ladder.of(crossing);

        assertThat(occurrences(ladder, "►")).isEqualTo(499);
        assertThat(occurrences(ladder, "◄")).isEqualTo(499);
    }

    private static Scenario scenario(String name) {
        return TcpScenarios.builtIn().get(name, TcpProfile.RFC);
    }

    private static int occurrences(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
