package dev.parkway.tcp.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Rule;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import dev.parkway.script.check.Violation;
import dev.parkway.tcp.Segment;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.UserCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckerTest {

    private static final Scenario SEED = TcpScenarios.builtIn().get("client-closes-first", TcpProfile.RFC);
    private static final Checker CHECKER = new Checker(SEED, Duration.ofNanos(Runs.TWO_MSL_NANOS));
    private static final Runs.Run RUN = Runs.whole(SEED);

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void check_waitsThatEndOtherwise_conformAndAreNamed(Scenario scenario) {
        Checker checker = new Checker(scenario, Duration.ofNanos(Runs.TWO_MSL_NANOS));

        assertThat(Runs.ends(scenario)).allSatisfy(run -> {
            Verdict verdict = checker.check(run.clientTrace(), run.serverTrace());
            assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.CONFORMS);
            assertThat(verdict.endings())
                    .isEqualTo(Stream.concat(run.client().stream(), run.server().stream())
                            .filter(record -> Runs.LOST.equals(record.cause())).toList());
        });
    }

    @Test
    void check_oneSideOnly_isIncomplete() {
        assertThat(CHECKER.check(RUN.clientTrace(), server(List.of())).outcome())
                .isEqualTo(Verdict.Outcome.INCOMPLETE);
        assertThat(CHECKER.check(client(List.of()), RUN.serverTrace()).outcome())
                .isEqualTo(Verdict.Outcome.INCOMPLETE);
    }

    @Test
    void check_sideWithoutScript_needsNoRecords() {
        Scenario lost = TcpScenarios.builtIn().get("connect-timeout", TcpProfile.RFC);

        assertThat(new Checker(lost, Duration.ZERO).check(Runs.whole(lost).clientTrace(), server(List.of()))
                .outcome())
                .isEqualTo(Verdict.Outcome.CONFORMS);
    }

    @Test
    void check_twoConnections_areToldApart() {
        Trace other = new Trace("3f2a9c1d/8", Side.SERVER, RUN.server());

        assertThat(violation(RUN.clientTrace(), other)).hasToString(
                "records of different connections: client of 3f2a9c1d/7 with server of 3f2a9c1d/8");
        assertThat(violation(RUN.serverTrace(), RUN.clientTrace()).rule()).isEqualTo(Rule.ONE_CONNECTION);
        assertThat(violation(client(RUN.server()), RUN.serverTrace()))
                .hasToString("records of different connections: "
                        + "a record of the server among those of the client");
    }

    @Test
    void check_recordTwice_violates() {
        List<Transition> records = new ArrayList<>(RUN.client());
        records.add(3, records.get(2));

        assertThat(violation(client(records), RUN.serverTrace())).isEqualTo(new Violation(Rule.ORDINALS,
                List.of(RUN.client().get(2)),
                "client 3: SYN_SENT -> ESTABLISHED (SYN+ACK) where record 4 is due"));
    }

    @Test
    void check_gap_violates() {
        List<Transition> records = new ArrayList<>(RUN.client());
        records.subList(2, 4).clear();

        assertThat(violation(client(records), RUN.serverTrace()))
                .hasToString("a record missing, twice or out of place: "
                        + "client 5: FIN_WAIT_1 -> FIN_WAIT_2 (ACK) where record 3 is due");
    }

    @Test
    void check_synSentSkipped_breaksTheChain() {
        Transition established = record(2, TcpState.SYN_SENT, TcpState.ESTABLISHED, synAck(), TcpEdge.E8, 1,
                1);

        assertThat(violation(client(List.of(RUN.client().getFirst(), established)), RUN.serverTrace()).rule())
                .isEqualTo(Rule.CHAIN);
    }

    @Test
    void check_edgeThatDoesNotExist_violates() {
        Transition established = record(2, TcpState.CLOSED, TcpState.ESTABLISHED, synAck(), TcpEdge.E8, 1, 1);

        assertThat(violation(client(List.of(RUN.client().getFirst(), established)), RUN.serverTrace()))
                .hasToString("an edge that does not exist: client 2: CLOSED -> ESTABLISHED (SYN+ACK) by E8");
    }

    @Test
    void check_causeOfAnotherEdge_violates() {
        Transition established = record(3, TcpState.SYN_SENT, TcpState.ESTABLISHED,
                new Cause.Received(Segment.ACK), TcpEdge.E8, 1, 1);

        assertThat(violation(client(List.of(RUN.client().get(0), RUN.client().get(1), established)),
                RUN.serverTrace())).hasToString("a cause that does not fit the edge: client 3: SYN_SENT -> "
                        + "ESTABLISHED (ACK) by E8, which is: rcv SYN,ACK / snd ACK");
    }

    @Test
    void check_resetInSynRcvd_dependsOnOrigin() {
        Scenario scenario = TcpScenarios.builtIn().get("old-duplicate-syn", TcpProfile.RFC);
        Runs.Run run = Runs.whole(scenario);
        List<Transition> records = new ArrayList<>(run.server().subList(0, 3));
        records.add(new Transition(Side.SERVER, 4, TcpState.SYN_RCVD, TcpState.CLOSED,
                new Cause.Received(Segment.RST), TcpEdge.X4, 1, 2, 40));

        Verdict verdict = new Checker(scenario, Duration.ZERO).check(run.clientTrace(), server(records));

        assertThat(verdict.violations()).singleElement().hasToString("the wrong origin: "
                + "server 4: SYN_RCVD -> CLOSED (RST) by X4 when SYN_RCVD was entered by a passive OPEN");
    }

    @Test
    void check_timeWaitTooShort_violates() {
        Checker patient = new Checker(SEED, Duration.ofSeconds(1));

        assertThat(patient.check(RUN.clientTrace(), RUN.serverTrace()).violations()).singleElement()
                .satisfies(violation -> assertThat(violation.rule()).isEqualTo(Rule.TIMER))
                .satisfies(
                        violation -> assertThat(violation.records()).isEqualTo(RUN.client().subList(5, 7)));
        assertThat(new Checker(SEED, Duration.ZERO).check(RUN.clientTrace(), RUN.serverTrace()).outcome())
                .isEqualTo(Verdict.Outcome.CONFORMS);
    }

    @Test
    void check_timeWaitTooShortByTheOtherSides2Msl_conforms() {
        Scenario crossing = TcpScenarios.builtIn().get("simultaneous-close", TcpProfile.RFC);
        Runs.Run run = Runs.whole(crossing);
        Duration kept = Duration.ofNanos(Runs.TWO_MSL_NANOS);
        Duration longer = Duration.ofSeconds(1);

        assertThat(new Checker(crossing, kept, longer).check(run.clientTrace(), run.serverTrace())
                .violations()).singleElement()
                .satisfies(violation -> assertThat(violation.rule()).isEqualTo(Rule.TIMER))
                .satisfies(violation -> assertThat(violation.records())
                        .allMatch(record -> record.side() == Side.SERVER));
        assertThat(new Checker(crossing, longer, kept).check(run.clientTrace(), run.serverTrace())
                .violations()).singleElement()
                .satisfies(violation -> assertThat(violation.records())
                        .allMatch(record -> record.side() == Side.CLIENT));
        assertThat(new Checker(crossing, Duration.ZERO, kept).check(run.clientTrace(), run.serverTrace())
                .outcome()).isEqualTo(Verdict.Outcome.CONFORMS);
    }

    @Test
    void check_timesOfTheTwoSides_areNeverCompared() {
        List<Transition> daysLater = RUN.server().stream()
                .map(old -> new Transition(old.side(), old.ordinal(),
                        old.from(), old.to(), old.cause(), old.edge(), old.sent(), old.received(),
                        old.epochNanos() - Duration.ofDays(3).toNanos()))
                .toList();

        assertThat(CHECKER.check(RUN.clientTrace(), server(daysLater)).outcome())
                .isEqualTo(Verdict.Outcome.CONFORMS);
    }

    @Test
    void check_finWait1ClosedSilently_isNoWayOut() {
        // X11 leads from any state to CLOSED; a cause that is no ending does not get through on its account.
        List<Transition> records = new ArrayList<>(RUN.client().subList(0, 4));
        records.add(record(5, TcpState.FIN_WAIT_1, TcpState.CLOSED, UserCall.CLOSE, TcpEdge.X11, 3, 1));

        assertThat(violation(client(records), RUN.serverTrace()).rule()).isEqualTo(Rule.CAUSE);
    }

    @Test
    void check_recordAfterAnEnding_violates() {
        List<Transition> records = new ArrayList<>(RUN.client().subList(0, 4));
        records.add(record(5, TcpState.FIN_WAIT_1, TcpState.CLOSED, Runs.LOST, TcpEdge.X11, 3, 1));
        records.add(record(6, TcpState.CLOSED, TcpState.SYN_SENT, UserCall.ACTIVE_OPEN, TcpEdge.E2, 3, 1));

        assertThat(violation(client(records), RUN.serverTrace()).rule()).isEqualTo(Rule.SCRIPT);
    }

    @Test
    void check_endingWhereNothingIsAwaited_violates() {
        List<Transition> records = new ArrayList<>(RUN.client().subList(0, 3));
        records.add(record(4, TcpState.ESTABLISHED, TcpState.CLOSED, Runs.LOST, TcpEdge.X11, 2, 1));

        assertThat(violation(client(records), RUN.serverTrace()))
                .hasToString("a move that the script does not make: "
                        + "client 4: ESTABLISHED -> CLOSED (session lost) with 2 given and 1 taken, where the script does not wait");
    }

    @Test
    void check_tokenTakenThatWasNeverGiven_violates() {
        List<Transition> records = new ArrayList<>(RUN.server().subList(0, 2));
        records.add(
                new Transition(Side.SERVER, 3, TcpState.LISTEN, TcpState.CLOSED, Runs.LOST, TcpEdge.X11, 0,
                        0, 30));

        assertThat(violation(RUN.clientTrace(), server(records)).rule()).isEqualTo(Rule.COUNTS);
        assertThat(violation(RUN.clientTrace(), server(records)).records()).containsExactly(records.get(2),
                RUN.client().get(2));
    }

    @Test
    void check_legalMoveOfAnotherScenario_violates() {
        List<Transition> records = new ArrayList<>(RUN.client().subList(0, 3));
        records.add(record(4, TcpState.ESTABLISHED, TcpState.CLOSED, UserCall.ABORT, TcpEdge.X9, 2, 1));

        assertThat(violation(client(records), RUN.serverTrace()))
                .hasToString("a move that the script does not make: "
                        + "client 4: ESTABLISHED -> CLOSED (ABORT), where the script has "
                        + "client 4: ESTABLISHED -> FIN_WAIT_1 (CLOSE)");
    }

    private static Violation violation(Trace client, Trace server) {
        Verdict verdict = CHECKER.check(client, server);
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.VIOLATES);
        return verdict.violations().getFirst();
    }

    private static Cause synAck() {
        return new Cause.Received(Segment.SYN_ACK);
    }

    private static Transition record(int ordinal, TcpState from, TcpState to, Cause cause,
            @Nullable Edge edge, int sent,
            int received) {
        return new Transition(Side.CLIENT, ordinal, from, to, cause, edge, sent, received, ordinal * 10L);
    }

    private static Trace client(List<Transition> records) {
        return new Trace(Runs.CONNECTION, Side.CLIENT, records);
    }

    private static Trace server(List<Transition> records) {
        return new Trace(Runs.CONNECTION, Side.SERVER, records);
    }
}
