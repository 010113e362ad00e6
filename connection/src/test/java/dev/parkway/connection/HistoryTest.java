package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.Segment;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.TcpTimer;
import dev.parkway.tcp.UserCall;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class HistoryTest {

    private static final ConnectionName NAME = new ConnectionName("3f2a9c1d", 7);
    private static final Cause SYN_ACK = new Cause.Received(Segment.SYN_ACK);

    @Test
    void new_noRecords_isEmptyAndRuns() {
        History history = client();

        assertThat(history.size()).isZero();
        assertThat(history.transitions()).isEmpty();
        assertThat(history.state()).isEmpty();
        assertThat(history.outcome()).isEmpty();
        assertThat(history.completed()).isFalse();
        assertThat(history).hasToString("3f2a9c1d/7 client");
    }

    @Test
    void transitions_recordsAppended_giveThemBack() {
        History history = client();
        history.append(TcpState.CLOSED, null, null, 0, 0, 100);
        history.append(TcpState.SYN_SENT, UserCall.ACTIVE_OPEN, TcpEdge.E2, 0, 0, 200);
        history.append(TcpState.ESTABLISHED, SYN_ACK, TcpEdge.E8, 1, 1, -1);

        assertThat(history.transitions()).containsExactly(
                new Transition(Side.CLIENT, 1, null, TcpState.CLOSED, null, null, 0, 0, 100),
                new Transition(Side.CLIENT, 2, TcpState.CLOSED, TcpState.SYN_SENT,
                        UserCall.ACTIVE_OPEN, TcpEdge.E2, 0, 0, 200),
                new Transition(Side.CLIENT, 3, TcpState.SYN_SENT, TcpState.ESTABLISHED, SYN_ACK, TcpEdge.E8,
                        1,
                        1, -1));
        assertThat(history.state()).contains(TcpState.ESTABLISHED);
        assertThat(history.received(3)).isEqualTo(1);
        assertThat(history.epochNanos(2)).isEqualTo(200);
    }

    @Test
    void append_everyStateEdgeAndCause_isKeptWhole() {
        List<Cause> causes = new ArrayList<>();
        Arrays.stream(Segment.values()).map(Cause.Received::new).forEach(causes::add);
        causes.addAll(List.of(UserCall.values()));
        causes.addAll(List.of(TcpTimer.values()));
        causes.add(Cause.CRASH);
        Arrays.stream(TurnResult.values()).filter(result -> result != TurnResult.TURN_TAKEN)
                .map(result -> new Cause.Ended(result.toString())).forEach(causes::add);
        causes.add(new Cause.Ended("internal error"));
        int count = 0;
        for (Cause cause : causes) {
            for (Edge edge : TcpEdge.values()) {
                for (TcpState state : TcpState.values()) {
                    History history = client();
                    int sent = History.MAX_COUNT - count++;
                    history.append(state, cause, edge, sent, count, Long.MIN_VALUE + count);
                    assertThat(history.transition(1)).isEqualTo(new Transition(Side.CLIENT, 1, null, state,
                            cause, edge, sent, count, Long.MIN_VALUE + count));
                }
            }
        }
    }

    @Test
    void append_countOutOfRange_isRefusedAndLeavesNothing() {
        History history = client();
        for (int count : new int[]{-1, History.MAX_COUNT + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> history.append(TcpState.CLOSED, null, null, count, 0, 0))
                    .withMessageContaining(String.valueOf(count));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> history.append(TcpState.CLOSED, null, null, 0, count, 0));
        }
        assertThat(history.size()).isZero();
    }

    @Test
    void append_unknownCause_isRefusedNamingTheKnown() {
        History history = client();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.append(TcpState.CLOSED, new Cause.Ended("boredom"), TcpEdge.X11, 0,
                        0, 0))
                .withMessageContaining("boredom").withMessageContaining("session lost");
        assertThat(history.size()).isZero();
    }

    @Test
    void append_moreRecordsThanStates_keepsAll() {
        History history = client();
        for (int i = 0; i < 50; i++) {
            history.append(TcpState.CLOSED, null, null, i, i, i);
        }

        assertThat(history.transitions()).hasSize(50).allSatisfy(each -> {
            assertThat(each.sent()).isEqualTo(each.ordinal() - 1);
            assertThat(each.epochNanos()).isEqualTo(each.ordinal() - 1);
        });
    }

    @Test
    void append_asManyRecordsAsStates_allocatesNothing() {
        int records = Plots.LOCKSTEP.client().states();
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            histories.add(client());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < histories.size(); i++) {
            History history = histories.get(i);
            for (int record = 0; record < records; record++) {
                history.append(TcpState.ESTABLISHED, SYN_ACK, TcpEdge.E8, record, record, record);
            }
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        // What is left is the first calls' linking, not something per record: those were 140,000.
        assertThat(bytes).isLessThan(20_000);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void transitions_readWhileAppended_areAPrefixOfWholeRecords() {
        // So many that the array grows while it is read, again and again.
        int count = 5 * Plots.LOCKSTEP.client().states();
        for (int round = 0; round < 2_000; round++) {
            History history = client();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < count; i++) {
                    history.append(TcpState.CLOSED, Cause.CRASH, null, i, i, i);
                }
            });
            int seen = 0;
            while (seen < count) {
                List<Transition> transitions = history.transitions();
                assertThat(transitions.size()).isGreaterThanOrEqualTo(seen);
                seen = transitions.size();
                for (int i = 0; i < seen; i++) {
                    Transition each = transitions.get(i);
                    if (each.sent() != i || each.received() != i || each.epochNanos() != i) {
                        throw new AssertionError("torn or out of place: " + each);
                    }
                }
            }
            writer.join();
        }
    }

    @Test
    void transition_notMade_isRefused() {
        History history = client();
        history.append(TcpState.CLOSED, null, null, 0, 0, 0);

        for (int ordinal : new int[]{-1, 0, 2}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> history.transition(ordinal)).withMessage("record " + ordinal + " of 1");
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> history.epochNanos(ordinal));
        }
    }

    @Test
    void end_completed_isTheOutcome() {
        History history = client();
        history.end(History.COMPLETED);

        assertThat(history.outcome()).contains("completed");
        assertThat(history.completed()).isTrue();
    }

    @Test
    void end_otherwise_isNotCompleted() {
        History history = client();
        history.end("session lost");

        assertThat(history.outcome()).contains("session lost");
        assertThat(history.completed()).isFalse();
    }

    @Test
    void end_unknownOutcome_isRefusedNamingTheKnown() {
        History history = client();

        assertThatIllegalArgumentException().isThrownBy(() -> history.end("bored"))
                .withMessage("unknown outcome \"bored\"; known: [completed, deadline passed, interrupted,"
                        + " peer gone, refused, session lost, taken over, drained, internal error]");
        assertThat(history.outcome()).isEmpty();
    }

    private static History client() {
        return new History(NAME, Plots.LOCKSTEP, Side.CLIENT);
    }
}
