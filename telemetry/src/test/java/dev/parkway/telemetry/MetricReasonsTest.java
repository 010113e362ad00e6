package dev.parkway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.TurnTimer;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.Servers;
import dev.parkway.control.SessionId;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.TransitionReporter;
import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.UnparkToken;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What moves a metric is what its description says, and nothing else does. */
@Timeout(120)
final class MetricReasonsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Readings readings = new Readings();
    private final Telemetry telemetry = readings.telemetry();
    private final SessionId id = SessionId.random();

    @Test
    void late_tokenOfAConnectionThatIsOver_isCounted() throws Exception {
        try (Serving serving = new Serving(LONG)) {
            telemetry.count(serving.control.traffic());
            RawClient client = serving.attach(id, 1);
            client.send(RawClient.token(2, 1));
            assertThat(readings.sum(Metric.TOKEN_LATE)).isZero();

            client.send(RawClient.token(1, 1), RawClient.token(1, 2));

            assertThat(readings.sum(Metric.TOKEN_LATE)).isEqualTo(2);
            assertThat(readings.sum(Metric.TOKEN_RECEIVED)).isEqualTo(3);
        }
    }

    @Test
    void merged_turnsGivenWhileTheStreamTakesNothing_areCountedButTheLast() throws Exception {
        try (Serving serving = new Serving(LONG)) {
            telemetry.count(serving.control.traffic());
            RawClient client = serving.attach(id, 1);
            client.send(RawClient.token(1, 1));
            ControlConnection connection = serving.accepted.take();
            for (int turn = 0; turn < 3; turn++) {
                connection.unpark();
            }
            assertThat(readings.sum(Metric.TOKEN_MERGED)).isZero();

            assertThat(tokens(client)).containsExactly(RawClient.token(1, 3));

            assertThat(readings.sum(Metric.TOKEN_MERGED)).isEqualTo(2);
            assertThat(readings.sum(Metric.TOKEN_SENT)).isEqualTo(1);
            assertThat(readings.sum(Metric.TOKEN_RESTATED)).isZero();
        }
    }

    @Test
    void resumedAndRestated_streamBreaks_areCountedOnTheNext() throws Exception {
        try (Serving serving = new Serving(LONG)) {
            telemetry.count(serving.control.traffic());
            RawClient client = serving.attach(id, 1);
            client.send(RawClient.token(1, 1), RawClient.token(2, 1));
            serving.accepted.take().unpark();
            ControlConnection second = serving.accepted.take();
            assertThat(tokens(client)).containsExactly(RawClient.token(1, 1));
            client.breakOff();
            assertThat(readings.sum(Metric.SESSION_RESUMED)).isZero();

            RawClient next = serving.attach(id, 2);

            // The second has told no stream anything: what it says first is no repetition.
            second.unpark();
            assertThat(tokens(next)).containsExactly(RawClient.token(1, 1), RawClient.token(2, 1));
            assertThat(readings.sum(Metric.TOKEN_RESTATED)).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_RESUMED)).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_ATTACHED)).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_COUNT)).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_LOST)).isZero();
        }
    }

    /** Empty batches are no more than acknowledgements. */
    private static List<UnparkToken> tokens(RawClient client) throws InterruptedException {
        List<UnparkToken> tokens = client.take();
        return tokens.isEmpty() ? tokens(client) : tokens;
    }

    @Test
    void lost_clientDoesNotComeBack_isCountedAsLost() throws Exception {
        try (Serving serving = new Serving(Duration.ZERO)) {
            telemetry.count(serving.control.traffic());
            serving.attach(id, 1).breakOff();
            await(Metric.SESSION_LOST, 1);
            assertThat(readings.sum(Metric.SESSION_LOST, Metric.CAUSE, "session lost")).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_COUNT)).isZero();
        }
    }

    @Test
    void lost_serverDrains_isCountedAsDrained() throws Exception {
        try (Serving serving = new Serving(LONG)) {
            telemetry.count(serving.control.traffic());
            RawClient _ = serving.attach(id, 1);
            assertThat(serving.control.drain(Duration.ZERO)).isZero();
            assertThat(readings.sum(Metric.SESSION_LOST, Metric.CAUSE, "drained")).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_LOST)).isEqualTo(1);
        }
    }

    @Test
    void lost_anotherTakesTheSession_isCountedAsTakenOverByItsClient() throws Exception {
        try (Serving serving = new Serving(LONG)) {
            Traffic traffic = new Traffic();
            telemetry.count(traffic);
            ClientSession session = ClientSession.open(Servers.one(serving.channel),
                    new SessionTerms("toy", "plain", Duration.ZERO, 0),
                    3, new SessionTimeouts(LONG), traffic);
            assertThat(readings.sum(Metric.SESSION_COUNT)).isEqualTo(1);

            RawClient _ = serving.attach(session.id(), 7);

            assertThat(session.ended().get(1, TimeUnit.MINUTES).orderly()).isFalse();
            assertThat(readings.sum(Metric.SESSION_LOST, Metric.CAUSE, "taken over")).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_LOST)).isEqualTo(1);
            assertThat(readings.sum(Metric.SESSION_COUNT)).isZero();
        }
    }

    @Test
    void reportDropped_serverTakesNone_countsEachConnection() throws Exception {
        try (Serving serving = new Serving(LONG)) {
            TransitionReporter reporter = new TransitionReporter(serving.channel, id, Duration.ZERO, 100);
            telemetry.countReports(reporter::dropped);
            for (int number = 1; number <= 3; number++) {
                run(reporter.begin(history(number)), history(number));
            }
            boolean _ = reporter.close(LONG);
            assertThat(readings.sum(Metric.REPORT_DROPPED)).isEqualTo(3);
        }
    }

    @Test
    void judged_eachVerdict_isCountedByItself() {
        Journal journal = new Journal(InspectionLimits.keeping(1), Duration.ZERO);
        telemetry.count(journal);
        // Closed, it judges on the thread that brings the connection.
        journal.close();
        end(journal, 1, 0);
        end(journal, 2, 1);
        assertThat(readings.sum(Metric.CONNECTION_JUDGED, Metric.VERDICT, "conforms")).isEqualTo(1);
        assertThat(readings.sum(Metric.CONNECTION_JUDGED, Metric.VERDICT, "violates")).isEqualTo(1);

        Observation _ = journal.begin(history(3));
        Observation _ = journal.begin(history(4));

        assertThat(readings.sum(Metric.CONNECTION_JUDGED, Metric.VERDICT, "incomplete")).isEqualTo(1);
        assertThat(readings.sum(Metric.JOURNAL_DROPPED)).isEqualTo(3);
        assertThat(readings.sum(Metric.JOURNAL_COUNT)).isEqualTo(1);
    }

    /** Both sides of a connection run to their ends; the client leaves out so many records after its first. */
    private static void end(Journal journal, int number, int leftOut) {
        for (Side side : Side.values()) {
            History history = new History(name(number), TwoSides.SCENARIO, side);
            List<Transition> script = TwoSides.SCENARIO.script(side).transitions();
            for (int i = 0; i < script.size(); i++) {
                if (side == Side.SERVER || i == 0 || i > leftOut) {
                    append(history, script.get(i));
                }
            }
            history.end(History.COMPLETED);
            run(journal.begin(history), history);
        }
    }

    @Test
    void connectionCount_eachState_isWhereTheConnectionIs() {
        History history = history(1);
        Observation observation = telemetry.observers().getFirst().begin(history);
        for (Transition each : TwoSides.SCENARIO.client().transitions()) {
            append(history, each);
            observation.entered(history.size());
            assertThat(readings.sum(Metric.CONNECTION_COUNT, Metric.STATE, each.to().toString()))
                    .isEqualTo(1);
            assertThat(readings.sum(Metric.CONNECTION_COUNT)).isEqualTo(1);
        }
        history.end("session lost");
        observation.ended();
        assertThat(readings.sum(Metric.CONNECTION_COUNT)).isZero();
        assertThat(readings.sum(Metric.CONNECTION_ENDED, Metric.OUTCOME, "session lost")).isEqualTo(1);
        assertThat(readings.count(Metric.CONNECTION_DURATION, Metric.OUTCOME, "session lost")).isEqualTo(1);
        assertThat(readings.count(Metric.CONNECTION_DURATION, Metric.SCENARIO, "client-closes-first"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void parkAndTurn_eachCause_isTimedAndOnlyATurnTakenIsATurn(TurnResult cause) {
        TurnTimer timer = telemetry.timers().begin(history(1));
        timer.given();
        timer.waits();
        timer.waited(cause);
        assertThat(readings.count(Metric.PARK_DURATION, Metric.CAUSE, cause.toString())).isEqualTo(1);
        boolean turn = readings.all().containsKey(Metric.TURN_DURATION.name());
        assertThat(turn).isEqualTo(cause == TurnResult.TURN_TAKEN);
    }

    private void await(Metric metric, long number) {
        long deadlineNanos = System.nanoTime() + LONG.toNanos();
        while (readings.sum(metric) < number) {
            assertThat(deadlineNanos - System.nanoTime()).as("time left").isPositive();
            Thread.onSpinWait();
        }
    }

    private static ConnectionName name(int number) {
        return new ConnectionName("0a0b0c0d", number);
    }

    private static History history(int number) {
        return new History(name(number), TwoSides.SCENARIO, Side.CLIENT);
    }

    private static void append(History history, Transition each) {
        history.append(each.to(), each.cause(), each.edge(), each.sent(), each.received(), history.size());
    }

    private static void run(Observation observation, History history) {
        observation.entered(history.size());
        observation.ended();
    }
}
