package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.control.SessionId;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Verdict;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class JudgeTest {

    private static final long TWO_MSL_NANOS = 1_000;
    private static final Executor NEVER = run -> {};

    @Test
    void submit_connectionsThatEnd_areJudgedInTheJudgesTurn() {
        Judge judge = new Judge(Duration.ZERO, NEVER);
        Entry entry = ended(judge, 1, TWO_MSL_NANOS, TWO_MSL_NANOS);
        assertThat(counts(judge)).isEqualTo(VerdictCounts.getDefaultInstance());
        // As it is looked at, there is an answer all the same.
        assertThat(entry.verdict().outcome()).isEqualTo(Verdict.Outcome.CONFORMS);

        judge.turn();
        assertThat(counts(judge)).isEqualTo(VerdictCounts.newBuilder().setConforms(1).build());
        judge.submit(entry);
        judge.turn();
        assertThat(counts(judge)).isEqualTo(VerdictCounts.newBuilder().setConforms(1).build());
    }

    @Test
    void submit_tooManyWait_isJudgedByWhoeverBringsIt() {
        Judge judge = new Judge(Duration.ZERO, NEVER);
        Entry first = ended(judge, 1, 0, 0);
        for (int i = 1; i < Judge.CROWD; i++) {
            judge.submit(first);
        }
        assertThat(counts(judge)).isEqualTo(VerdictCounts.getDefaultInstance());

        Entry last = ended(judge, 2, 0, 0);
        assertThat(last.conclude()).isEmpty();
        assertThat(counts(judge)).isEqualTo(VerdictCounts.newBuilder().setConforms(1).build());
        judge.turn();
        assertThat(counts(judge)).isEqualTo(VerdictCounts.newBuilder().setConforms(2).build());
    }

    @Test
    void submit_closed_isJudgedAtOnce() {
        Judge judge = new Judge(Duration.ZERO, NEVER);
        judge.close();
        Entry _ = ended(judge, 1, 0, 0);

        assertThat(counts(judge)).isEqualTo(VerdictCounts.newBuilder().setConforms(1).build());
    }

    @Test
    void close_judgeIsAtIt_returnsWhenAllAreJudged() {
        int connections = 1_000;
        for (int round = 0; round < 20; round++) {
            Judge judge = new Judge(Duration.ZERO, run -> Thread.ofPlatform().daemon().start(run));
            for (int i = 1; i <= connections; i++) {
                Entry _ = ended(judge, i, 0, 0);
            }

            judge.close();

            assertThat(counts(judge).getConforms()).as("round %d", round).isEqualTo(connections);
        }
    }

    @Test
    void conclude_ownTimeWaitCutShort_violates() {
        Judge judge = new Judge(Duration.ofNanos(TWO_MSL_NANOS), NEVER);

        assertThat(ended(judge, 1, TWO_MSL_NANOS, 0).verdict().outcome())
                .isEqualTo(Verdict.Outcome.CONFORMS);
        assertThat(ended(judge, 2, TWO_MSL_NANOS - 1, 0).verdict().violations()).singleElement().asString()
                .startsWith("a timer cut short: client 7: TIME_WAIT -> CLOSED");
    }

    @Test
    void conclude_likeOneBefore_sharesItsVerdict() {
        Judge judge = new Judge(Duration.ofNanos(TWO_MSL_NANOS), NEVER);

        Verdict first = judged(judge, history(Histories.name(1), Side.CLIENT, TWO_MSL_NANOS));
        Verdict second = judged(judge, history(Histories.name(2), Side.CLIENT, TWO_MSL_NANOS + 5));

        assertThat(first.outcome()).isEqualTo(Verdict.Outcome.CONFORMS);
        assertThat(second).isSameAs(first);
    }

    @Test
    void conclude_forgottenHalfWay_sharesItsVerdictWithAllOthers() {
        Judge judge = new Judge(Duration.ZERO, NEVER);

        Verdict first = forgotten(judge, 1);
        Verdict second = forgotten(judge, 2);

        assertThat(first.outcome()).isEqualTo(Verdict.Outcome.INCOMPLETE);
        assertThat(second).isSameAs(first);
    }

    private static Verdict forgotten(Judge judge, long number) {
        Entry entry = entry(judge, Histories.name(number));
        entry.add(Histories.empty(number, Side.SERVER));
        entry.forget();
        judge.turn();
        return entry.verdict();
    }

    @Test
    void conclude_likeOneBeforeButInOneRecordOrTime_isCheckedAnew() {
        Judge judge = new Judge(Duration.ofNanos(TWO_MSL_NANOS), NEVER);
        History sound = history(Histories.name(1), Side.CLIENT, TWO_MSL_NANOS);
        assertThat(judged(judge, sound).outcome()).isEqualTo(Verdict.Outcome.CONFORMS);

        History hasty = history(Histories.name(2), Side.CLIENT, TWO_MSL_NANOS - 1);
        assertThat(judged(judge, hasty).outcome()).isEqualTo(Verdict.Outcome.VIOLATES);
        for (int changed = 1; changed <= sound.size(); changed++) {
            History other = Histories.empty(2 + changed, Side.CLIENT);
            for (Transition each : sound.transitions()) {
                other.append(each.to(), each.cause(), each.edge(),
                        each.sent() + (each.ordinal() == changed ? 1 : 0),
                        each.received(), each.epochNanos());
            }
            other.end(History.COMPLETED);
            assertThat(judged(judge, other).outcome()).as("one more sent in record %s", changed)
                    .isEqualTo(Verdict.Outcome.VIOLATES);
        }
    }

    /** Judges a client's history together with a server's that is as it should be. */
    private static Verdict judged(Judge judge, History client) {
        Entry entry = entry(judge, client.name());
        entry.add(history(client.name(), Side.SERVER, 0));
        entry.add(client);
        entry.ended();
        judge.turn();
        return entry.verdict();
    }

    @Test
    void report_timeWaitShorterThanTheClientSaid_violates() {
        assertThat(reported(TWO_MSL_NANOS, TWO_MSL_NANOS)).isEqualTo(Verdict.Outcome.CONFORMS);
        assertThat(reported(TWO_MSL_NANOS, TWO_MSL_NANOS - 1)).isEqualTo(Verdict.Outcome.VIOLATES);
    }

    @Test
    void report_clientThatDoesNotSay_isNotHeldToAnything() {
        assertThat(reported(0, 0)).isEqualTo(Verdict.Outcome.CONFORMS);
    }

    @Test
    void report_timeThatCannotBe_isRefused() {
        try (Served served = new Served(Served.limits(3))) {
            Reporting reporting = new Reporting(served.channel, served.open(Histories.LOCKSTEP).secret());
            reporting.send(Reporting.report(1, Histories.completed(1, Side.CLIENT), 1, 7)
                    .setTwoMslNanos(-1).build());

            assertThat(Served.refused(reporting.failure(), Status.Code.INVALID_ARGUMENT, "MALFORMED_REPORT")
                    .getMetadataMap()).containsEntry("field", "two_msl_nanos")
                    .containsEntry("value", "18446744073709551615").containsEntry("allowed", "up to 2^63-1");
        }
    }

    /** Judges a connection whose client, as it says, keeps to a 2MSL, and which spent so long in TIME_WAIT. */
    private static Verdict.Outcome reported(long saidNanos, long keptNanos) {
        try (Served served = new Served(Served.limits(3))) {
            SessionId session = served.open(Histories.LOCKSTEP);
            ConnectionName name = new ConnectionName(session.name(), 1);
            served.journal.begin(history(name, Side.SERVER, 0)).ended();
            Reporting reporting = new Reporting(served.channel, session.secret());
            reporting.send(Reporting.report(1, history(name, Side.CLIENT, keptNanos), 1, 7)
                    .setTwoMslNanos(saidNanos).build());
            return Objects.requireNonNull(served.journal.find(name)).verdict().outcome();
        }
    }

    private static Entry entry(Judge judge, ConnectionName name) {
        Teller teller = new Teller(new Entries(1), () -> 0, Duration.ZERO, NEVER);
        return new Entry(name, Histories.LOCKSTEP, new SessionLog("local"), new Entry.Staff(teller, judge));
    }

    /** A connection with both sides in this process, the client's TIME_WAIT of a given length. */
    private static Entry ended(Judge judge, long number, long timeWaitNanos, long serversNanos) {
        Entry entry = entry(judge, Histories.name(number));
        entry.add(history(Histories.name(number), Side.SERVER, serversNanos));
        entry.add(history(Histories.name(number), Side.CLIENT, timeWaitNanos));
        entry.ended();
        return entry;
    }

    private static History history(ConnectionName name, Side side, long timeWaitNanos) {
        History history = new History(name, Histories.LOCKSTEP, side);
        List<Transition> script = history.script().transitions();
        for (Transition each : script.subList(0, script.size() - 1)) {
            Histories.append(history, each, 1);
        }
        Histories.append(history, script.getLast(), 1 + timeWaitNanos);
        history.end(History.COMPLETED);
        return history;
    }

    private static VerdictCounts counts(Judge judge) {
        return Verdicts.sum(judge.verdicts().byScenario());
    }
}
