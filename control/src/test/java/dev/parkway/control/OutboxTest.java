package dev.parkway.control;

import static dev.parkway.control.Tokens.last;
import static dev.parkway.control.Tokens.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.control.FakeStream.Batch;
import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.UnparkToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class OutboxTest {

    private final SessionSide side = SessionSide.attached();
    private final FakeStream stream = side.stream;

    @Test
    void unpark_oneConnection_callerSendsBeforeItReturns() throws Exception {
        ControlConnection connection = side.connect();

        connection.unpark();

        assertThat(stream.waiting()).isEqualTo(1);
        assertThat(stream.next()).isEqualTo(new Batch(List.of(turn(1, 1)), 0, Thread.currentThread()));
    }

    @Test
    void unpark_othersEndedButNotForgotten_callerStillSends() throws Exception {
        for (int i = 0; i < 20; i++) {
            side.connect().finish();
        }
        List<UnparkToken> opened = new ArrayList<>();
        while (opened.size() < 20) {
            opened.addAll(stream.next().tokens());
        }
        assertThat(side.session.connections().size()).isEqualTo(20);

        side.connect().unpark();

        assertThat(stream.next().sender()).isSameAs(Thread.currentThread());
    }

    @Test
    void unpark_manyConnectionsRun_flusherSends() throws Exception {
        List<ControlConnection> connections = Stream.generate(side::connect).limit(20).toList();

        connections.getFirst().unpark();

        assertThat(stream.next().sender()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void flush_aBatchWaitsAndTheFlusherIsLate_callerSendsIt() throws Exception {
        CompletableFuture<Void> onTime = new CompletableFuture<>();
        Outbox outbox = new Outbox("a1b2c3d4", side.session.connections(), new MarkQueue(),
                SessionSide.TOKENS_PER_BATCH, flushing -> new Thread(() -> {
                    onTime.join();
                    flushing.run();
                }));
        outbox.attach(Attach.dialled(stream, 1));

        for (int number = 1; number <= 6; number++) {
            outbox.mark(new ControlConnection(side.session, number, true));
            outbox.flush(20);
        }

        // The first asked the flusher, and the four behind it are a batch.
        assertThat(stream.waiting()).isEqualTo(1);
        assertThat(stream.next()).isEqualTo(new Batch(
                List.of(turn(1, 0), turn(2, 0), turn(3, 0), turn(4, 0)), 0, Thread.currentThread()));
        onTime.complete(null);
        assertThat(stream.next().tokens()).containsExactly(turn(5, 0), turn(6, 0));
        outbox.abandon();
    }

    @Test
    void connect_severalBeforeAFlush_leaveInOrderAndInFullBatches() throws Exception {
        List<ControlConnection> connections = Stream.generate(side::connect).limit(10).toList();

        connections.getLast().unpark();

        assertThat(stream.next().tokens()).containsExactly(turn(1, 0), turn(2, 0), turn(3, 0), turn(4, 0));
        assertThat(stream.next().tokens()).containsExactly(turn(5, 0), turn(6, 0), turn(7, 0), turn(8, 0));
        assertThat(stream.next().tokens()).containsExactly(turn(9, 0), turn(10, 1));
    }

    @Test
    void flush_fewRunButManyMarks_leavesNoneBehind() throws Exception {
        // Ended at once: all marks wait, none runs, and the one caller sends only one batch itself.
        stream.ready = false;
        for (int i = 0; i < 10; i++) {
            side.connect().finish();
        }
        stream.ready = true;

        side.session.flush();

        List<UnparkToken> sent = new ArrayList<>();
        while (sent.size() < 10) {
            sent.addAll(stream.next().tokens());
        }
        assertThat(sent).containsExactlyElementsOf(
                LongStream.rangeClosed(1, 10).mapToObj(number -> last(number, 0)).toList());
    }

    @Test
    void unpark_streamNotReady_turnsMergeUntilItIs() throws Exception {
        ControlConnection first = side.connect();
        ControlConnection second = side.connect();
        stream.ready = false;

        first.unpark();
        second.unpark();
        first.unpark();
        first.unpark();
        assertThat(stream.waiting()).isZero();
        stream.ready = true;
        side.session.ready();

        assertThat(stream.next().tokens()).containsExactly(turn(1, 3), turn(2, 1));
    }

    @Test
    void finish_afterTurnsWhileNotReady_oneTokenSaysAll() throws Exception {
        ControlConnection connection = side.connect();
        stream.ready = false;

        connection.unpark();
        connection.unpark();
        connection.finish();
        stream.ready = true;
        side.session.ready();

        assertThat(stream.next().tokens()).containsExactly(last(1, 2));
    }

    @Test
    void flush_nothingNew_sendsNothing() throws Exception {
        ControlConnection connection = side.connect();
        connection.unpark();
        assertThat(stream.next().tokens()).containsExactly(turn(1, 1));

        connection.flush();
        connection.unpark();

        assertThat(stream.next().tokens()).containsExactly(turn(1, 2));
        assertThat(stream.waiting()).isZero();
    }

    @Test
    void attach_marksGatheredBefore_leaveAfterTheGreeting() throws Exception {
        SessionSide detached = new SessionSide();
        detached.connect().unpark();

        assertThat(detached.session.attach(detached.accepted)).isEqualTo(TokenSession.Attached.TAKEN);

        assertThat(detached.stream.next().tokens()).isEmpty();
        assertThat(detached.stream.next().tokens()).containsExactly(turn(1, 1));
    }

    @Test
    void attach_streamNotReady_greetsAllTheSame() throws Exception {
        SessionSide detached = new SessionSide();
        detached.stream.ready = false;

        var _ = detached.session.attach(detached.accepted);

        assertThat(detached.stream.next().tokens()).isEmpty();
    }

    @Test
    void attach_sessionIsOver_isRefusedAndSaysNothing() {
        SessionSide over = new SessionSide();
        over.session.complete(SessionEnd.because(TurnResult.DRAINED, "test"));

        assertThat(over.session.attach(over.accepted)).isEqualTo(TokenSession.Attached.OVER);

        assertThat(over.stream.waiting()).isZero();
    }

    @Test
    void halfClose_streamNotReady_whatIsLeftLeavesFirst() throws Exception {
        List<ControlConnection> connections = Stream.generate(side::connect).limit(6).toList();
        stream.ready = false;
        connections.forEach(ControlConnection::finish);

        side.session.halfClose();

        stream.completed.get(30, TimeUnit.SECONDS);
        assertThat(stream.next().tokens()).containsExactly(last(1, 0), last(2, 0), last(3, 0), last(4, 0));
        assertThat(stream.next().tokens()).containsExactly(last(5, 0), last(6, 0));
        assertThat(stream.waiting()).isZero();
    }

    @Test
    void flush_markIsHiddenByOneThatIsBeingAdded_itLeavesAllTheSame() throws Exception {
        // A connection that is being opened, which does not flush, must not keep back a turn behind it.
        MarkQueue marks = new MarkQueue();
        Outbox outbox = new Outbox("a1b2c3d4", side.session.connections(), marks,
                SessionSide.TOKENS_PER_BATCH, Thread::new);
        outbox.attach(Attach.dialled(stream, 1));
        ControlConnection opening = new ControlConnection(side.session, 7, true);
        MarkQueue.Mark previous = marks.append(opening);
        outbox.mark(new ControlConnection(side.session, 8, true));

        outbox.flush(1);
        assertThat(stream.waiting()).isZero();
        MarkQueue.link(previous, opening);

        assertThat(stream.next().tokens()).containsExactly(turn(7, 0), turn(8, 0));
        outbox.abandon();
    }
}
