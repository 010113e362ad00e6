package dev.parkway.tcp.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Sighting;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an onlooker saw of both sides, in a transcript or a live watch. */
class SequenceCheckTest {

    private static final Scenario SEED = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.RFC);
    private static final Checker CHECKER = new Checker(SEED, Duration.ofNanos(Runs.TWO_MSL_NANOS));
    private static final Runs.Run RUN = Runs.whole(SEED);

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void check_everyOrderThatCanBeSeen_conforms(Scenario scenario) {
        Checker checker = new Checker(scenario, Duration.ofNanos(Runs.TWO_MSL_NANOS));
        Runs.Run run = Runs.whole(scenario);

        assertThat(Runs.sequences(scenario)).isNotEmpty().allSatisfy(sequence -> assertThat(
                checker.check(run.clientTrace(), run.serverTrace(), sequence)).isEqualTo(
                        new Verdict(Verdict.Outcome.CONFORMS, List.of(), List.of())));
    }

    @Test
    void check_effectSeenBeforeItsCause_breaksHappensBefore() {
        List<Sighting> sequence = Transcript
                .read(List.of("[Server] CLOSED", "[Server] LISTEN", "[Client] CLOSED",
                        "[Client] SYN_SENT", "[Client] ESTABLISHED"))
                .values().iterator().next();

        Verdict verdict = new Checker(SEED, Duration.ZERO).check(named("1", RUN.clientTrace()),
                named("1", RUN.serverTrace()), sequence);

        assertThat(verdict)
                .hasToString("violates\n  happens-before broken: client 3: SYN_SENT -> ESTABLISHED (SYN+ACK) "
                        + "was seen before server 3: LISTEN -> SYN_RCVD (SYN)");
        assertThat(verdict.violations().getFirst().records()).containsExactly(RUN.server().get(2),
                RUN.client().get(2));
    }

    @Test
    void check_sequenceBreaksOff_isIncomplete() {
        List<Sighting> whole = Runs.sequences(SEED).iterator().next();

        assertThat(CHECKER.check(RUN.clientTrace(), RUN.serverTrace(), whole.subList(0, 9)).outcome())
                .isEqualTo(Verdict.Outcome.INCOMPLETE);
    }

    @Test
    void check_onlookerAheadOfTheRecords_isIncomplete() {
        List<Sighting> whole = Runs.sequences(SEED).iterator().next();

        assertThat(CHECKER.check(client(RUN.client().subList(0, 4)), RUN.serverTrace(), whole).outcome())
                .isEqualTo(Verdict.Outcome.INCOMPLETE);
    }

    @Test
    void check_seedsOwnOutput_conformsInLockstepAndTwoNumbersAreToldApart() {
        Scenario seed = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.LOCKSTEP);
        List<String> lines = List.of("[Server 2] CLOSED", "[Server] CLOSED", "[Server] LISTEN",
                "[Client] CLOSED",
                "[Client] SYN_SENT", "[Server] SYN_RCVD", "[Client] ESTABLISHED", "[Server] ESTABLISHED",
                "[Client] FIN_WAIT_1", "[Server] CLOSE_WAIT", "[Client] FIN_WAIT_2", "[Server] LAST_ACK",
                "[Client] TIME_WAIT", "[Server] CLOSED", "[Client] CLOSED", "TCP connection disconnected");

        Map<String, List<Sighting>> seen = Transcript.read(lines);

        assertThat(seen).containsOnlyKeys("1", "2");
        Verdict verdict = new Checker(seed, Duration.ZERO).check(
                new Trace("1", Side.CLIENT, seed.client().transitions()),
                new Trace("1", Side.SERVER, seed.server().transitions()), seen.getOrDefault("1", List.of()));
        assertThat(verdict).hasToString("conforms");
    }

    private static Trace client(List<Transition> records) {
        return new Trace(Runs.CONNECTION, Side.CLIENT, records);
    }

    private static Trace named(String connection, Trace trace) {
        return new Trace(connection, trace.side(), trace.transitions());
    }
}
