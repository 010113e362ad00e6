package dev.parkway.examples.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.examples.commit.TwoPhaseCommit.Run;
import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.State;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Rule;
import dev.parkway.script.check.Sighting;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import dev.parkway.script.picture.Ladder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The coordinator is this process, the participant another; between them is a gRPC stream with unpark tokens. */
@Timeout(60)
class TwoPhaseCommitTest {

    private static final String COMMIT = """
                               Coordinator                     Participant
                             ┌─────────────┐                 ┌─────────────┐
                             │    INIT     │                 │    INIT     │
                             └──────┬──────┘                 └──────┬──────┘
                             ┌──────┴──────┐                        │
                       BEGIN │   WAITING   │                        │
                             └──────┬──────┘                        │
                                    ├─────────── PREPARE ──────────►│
                                    │                        ┌──────┴──────┐
                                    │                        │    READY    │
                                    │                        └──────┬──────┘
                                    │◄──────────── YES ─────────────┤
                             ┌──────┴──────┐                        │
                             │  COMMITTED  │                        │
                             └──────┬──────┘                        │
                                    ├─────────── COMMIT ───────────►│
                                    │                        ┌──────┴──────┐
                                    │                        │  COMMITTED  │
                                    │                        └──────┬──────┘
                                    │◄──────────── ACK ─────────────┤
                             ┌──────┴──────┐
                             │    DONE     │
                             └─────────────┘
            """;

    @ParameterizedTest
    @ValueSource(strings = {"commit", "abort", "timeout", "recovery"})
    void run_anyScenarioInTwoProcesses_conforms(String name) throws Exception {
        Run run = TwoPhaseCommit.run(name);

        assertThat(run.verdict()).hasToString("conforms");
        assertThat(run.coordinator()).hasSameSizeAs(run.scenario().client().transitions());
        assertThat(run.participant()).hasSameSizeAs(run.scenario().server().transitions());
        assertThat(run.ladder()).isEqualTo(run.scenario().name().equals("commit") ? COMMIT
                : Ladder.of(run.scenario()));
    }

    @Test
    void scenarios_allTogether_walkEveryEdgeButThoseOfFailedWaits() {
        TreeSet<String> walked = new TreeSet<>();
        for (Scenario scenario : Commit.PROTOCOL.scenarios().all()) {
            scenario.edges().forEach(edge -> walked.add(edge.name()));
        }

        assertThat(walked).containsExactlyElementsOf(Commit.PROTOCOL.edges().stream()
                .filter(edge -> !edge.ending()).map(Edge::name).sorted().toList());
    }

    @Test
    void verdict_commitsWithoutVote_breaksTheTableOfEdges() {
        Run run = whole("commit");
        List<Transition> participant = new ArrayList<>(run.participant());
        participant.remove(1);
        participant.set(1, changed(participant.get(1), 2, state("INIT"), "COMMIT"));

        assertThat(run.verdict(run.coordinator(), participant).violations()).singleElement()
                .satisfies(broken -> assertThat(broken.rule()).isEqualTo(Rule.EDGE))
                .hasToString("an edge that does not exist: server 2: INIT -> COMMITTED (COMMIT) by P3");
    }

    @Test
    void verdict_commitsThoughToldToAbort_breaksTheEdgesCause() {
        Run run = whole("commit");
        List<Transition> participant = new ArrayList<>(run.participant());
        participant.set(2, changed(participant.get(2), 3, state("READY"), "ABORT"));

        assertThat(run.verdict(run.coordinator(), participant).violations()).singleElement()
                .satisfies(broken -> assertThat(broken.rule()).isEqualTo(Rule.CAUSE))
                .hasToString(
                        "a cause that does not fit the edge: server 3: READY -> COMMITTED (ABORT) by P3, "
                                + "which is: COMMIT / snd ACK");
    }

    @Test
    void verdict_coordinatorDoneWithAnAbortThatNobodyHeardOf_breaksTheOrigin() {
        Run run = whole("abort");
        List<Transition> coordinator = new ArrayList<>(run.coordinator());
        Transition last = coordinator.getLast();
        coordinator.add(new Transition(last.side(), 4, last.to(), state("DONE"), cause("ACK"),
                Commit.PROTOCOL.edge("C5").orElseThrow(), last.sent(), last.received() + 1, 9));

        assertThat(run.verdict(coordinator, run.participant()).violations()).first()
                .satisfies(broken -> assertThat(broken.rule()).isEqualTo(Rule.ORIGIN))
                .hasToString(
                        "the wrong origin: client 4: ABORTED -> DONE (ACK) by C5 unless its state was entered "
                                + "by C2 or C4");
    }

    @Test
    void verdict_impatientCoordinator_cutsItsTimerShort() {
        Scenario scenario = Commit.PROTOCOL.scenarios().get("timeout");
        Verdict verdict = new Checker(scenario, Duration.ofSeconds(1)).check(
                new Trace("1", scenario.client().side(), scenario.client().transitions()),
                new Trace("1", scenario.server().side(), scenario.server().transitions()));

        assertThat(verdict.violations()).singleElement()
                .hasToString(
                        "a timer cut short: client 3: WAITING -> ABORTED (PATIENCE) after 0 ns instead of "
                                + "1000000000");
    }

    @Test
    void verdict_participantSeenCommittedBeforeItsCoordinator_breaksHappensBefore() {
        Run run = whole("commit");
        List<Sighting> sequence = new ArrayList<>();
        run.participant().forEach(record -> sequence.add(Sighting.of("1", record)));
        sequence.add(1, Sighting.of("1", run.coordinator().get(0)));
        sequence.add(2, Sighting.of("1", run.coordinator().get(1)));

        Verdict verdict = new Checker(run.scenario(), Duration.ZERO).check(
                new Trace("1", run.scenario().client().side(), run.coordinator()),
                new Trace("1", run.scenario().server().side(), run.participant()), sequence);

        assertThat(verdict.violations()).singleElement()
                .satisfies(broken -> assertThat(broken.rule()).isEqualTo(Rule.HAPPENS_BEFORE))
                .hasToString("happens-before broken: server 3: READY -> COMMITTED (COMMIT) was seen before "
                        + "client 3: WAITING -> COMMITTED (YES)");
    }

    /** What a run of a scenario would record, without times. */
    private static Run whole(String name) {
        Scenario scenario = Commit.PROTOCOL.scenarios().get(name);
        return new Run(scenario, scenario.client().transitions(), scenario.server().transitions());
    }

    private static Transition changed(Transition record, int ordinal, State from, String cause) {
        return new Transition(record.side(), ordinal, from, record.to(), cause(cause), record.edge(),
                record.sent(), record.received(), record.epochNanos());
    }

    private static State state(String name) {
        return Commit.PROTOCOL.state(name).orElseThrow();
    }

    private static Cause cause(String text) {
        return Commit.PROTOCOL.cause(text);
    }
}
