package dev.parkway.control;

import static dev.parkway.control.Tokens.last;
import static dev.parkway.control.Tokens.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class TokenSessionTest {

    private final SessionSide side = SessionSide.attached();
    private final FakeStream stream = side.stream;

    @Test
    void take_turns_reachTheGateOnce() {
        ControlConnection connection = side.connect();

        side.receive(0, turn(1, 2), turn(1, 1), turn(1, 2));

        assertThat(connection.gate().received()).isEqualTo(2);
        assertThat(connection.gate().await(2)).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @Test
    void take_batchWithTokens_isAcknowledgedWithoutAnythingElseToSay() throws Exception {
        side.connect().flush();
        assertThat(stream.next().acknowledged()).isZero();

        side.receive(0, turn(1, 0));

        assertThat(stream.next()).satisfies(batch -> {
            assertThat(batch.tokens()).isEmpty();
            assertThat(batch.acknowledged()).isEqualTo(1);
        });
    }

    @Test
    void take_batchWithTokens_acknowledgementGoesWithTheNextTurn() throws Exception {
        ControlConnection connection = side.connect();
        CountDownLatch held = holdTimers();
        side.receive(0);
        side.receive(0, turn(1, 1));

        connection.unpark();
        held.countDown();

        assertThat(stream.next()).satisfies(batch -> {
            assertThat(batch.tokens()).containsExactly(turn(1, 1));
            assertThat(batch.acknowledged()).as("empty ones count too").isEqualTo(2);
        });
        assertThat(side.attach.owesAcknowledgement()).isFalse();
    }

    @Test
    void take_emptyBatches_oweNoAcknowledgement() {
        for (int i = 0; i < 200; i++) {
            side.receive(0);
        }

        assertThat(side.attach.owesAcknowledgement()).isFalse();
        assertThat(side.attach.batchesSinceAcknowledgement()).isEqualTo(200);
        assertThat(stream.waiting()).isZero();
    }

    @Test
    void take_manyBatches_acknowledgementDoesNotWaitForTheTimer() throws Exception {
        CountDownLatch held = holdTimers();
        try {
            side.connect();
            for (int i = 0; i < 64; i++) {
                side.receive(0, turn(1, 0));
            }

            assertThat(stream.next().acknowledged()).isEqualTo(64);
        } finally {
            held.countDown();
        }
    }

    @Test
    void take_streamNotReadyWhenAcknowledgementIsDue_itLeavesLater() throws Exception {
        side.connect().unpark();
        stream.nextTokens();
        stream.ready = false;
        side.receive(0, turn(1, 0));
        // The timer has come and gone.
        stream.awaitFoundBusy();

        stream.ready = true;
        side.session.ready();

        assertThat(stream.next()).satisfies(batch -> {
            assertThat(batch.tokens()).isEmpty();
            assertThat(batch.acknowledged()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {2, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void take_acknowledgesMoreThanWasSent_failsTheSession(long acknowledged) throws Exception {
        side.connect().unpark();

        side.receive(acknowledged);

        StatusRuntimeException failure = side.failure();
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(SessionSide.reason(failure)).isEqualTo("ACKNOWLEDGED_UNSENT");
    }

    @ParameterizedTest
    @CsvSource({"own, peer, acknowledged", "peer, own, acknowledged", "own, acknowledged, peer"})
    void forget_allThreeHaveCome_andNotBefore(String first, String second, String third) throws Exception {
        ControlConnection connection = side.connect();
        // An acknowledgement that left by itself would be a batch more.
        CountDownLatch held = holdTimers();
        try {
            step(first, connection);
            assertThat(side.session.connections().size()).isEqualTo(1);
            step(second, connection);
            assertThat(side.session.connections().size()).isEqualTo(1);
            step(third, connection);

            assertThat(side.session.connections().size()).isZero();
        } finally {
            held.countDown();
        }
    }

    /** What a thread says that is let go by a token may need the room that this batch has made at the peer. */
    @Test
    void take_threadLetGoFlushesBeforeTheRestIsApplied_acknowledgesTheBatch() throws Exception {
        side.connect().unpark();
        stream.nextTokens();

        side.session.take(side.attach, Tokens.batch(0, List.of(last(1, 0), turn(99, 1))), _ -> {
            side.connect().unpark();
            return null;
        });

        assertThat(stream.next()).satisfies(batch -> {
            assertThat(batch.tokens()).containsExactly(turn(2, 1));
            assertThat(batch.acknowledged()).isEqualTo(1);
        });
    }

    @Test
    void loseIfDetached_streamIsAttachedAndTheSessionAboutToClose_isNoLoss() {
        side.session.completeFrom(side.attach, () -> {
            // A timer that came too late to be cancelled.
            side.session.loseIfDetachedSince(0, "the client did not come back");
            return SessionEnd.closed();
        });

        assertThat(side.session.ended()).isCompletedWithValue(SessionEnd.closed());
    }

    @Test
    void attach_sessionEndsMeanwhile_countsBothOrNeither() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            SessionSide fresh = new SessionSide();
            CompletableFuture<Void> losing = CompletableFuture
                    .runAsync(() -> fresh.session.lose(TurnResult.SESSION_LOST, "on purpose"));

            var _ = fresh.session.attach(fresh.attach);

            losing.get(30, TimeUnit.SECONDS);
            assertThat(fresh.session.connections().traffic().sessionsOpen()).as("round %d", i).isZero();
        }
    }

    /** A thread that is let go at the finish line may close the session, which is in order only behind that line. */
    @Test
    void take_last_whoSeesThePeersEndSeesTheFinishLine() throws Exception {
        for (int i = 1; i <= 2_000; i++) {
            ControlConnection connection = side.connect();
            connection.finish();
            CompletableFuture<Long> unfinished = CompletableFuture.supplyAsync(() -> {
                while (connection.gate().finalCount() != 0) {
                    Thread.onSpinWait();
                }
                return side.session.connections().unfinished();
            });

            side.receive(0, last(i, 0));

            assertThat(unfinished.get(30, TimeUnit.SECONDS)).as("connection %d", i).isZero();
        }
    }

    private void step(String what, ControlConnection connection) throws InterruptedException {
        switch (what) {
            case "own" -> {
                connection.finish();
                assertThat(stream.nextTokens()).containsExactly(last(1, 0));
            }
            case "peer" -> side.receive(0, last(1, 1));
            case "acknowledged" -> side.receive(1);
            default -> throw new IllegalArgumentException(what);
        }
    }

    @Test
    void forget_earlierBatchAcknowledged_doesNotCoverTheLast() throws Exception {
        ControlConnection connection = side.connect();
        connection.unpark();
        connection.finish();

        side.receive(1, last(1, 0));
        assertThat(side.session.connections().size()).isEqualTo(1);
        side.receive(2);

        assertThat(side.session.connections().size()).isZero();
    }

    @Test
    void peerEnded_ownEndIsNotInTheOutboxYet_isNotTheFinishLine() {
        // Or the one who waits there would half-close, and the own end would never leave.
        ControlConnection connection = side.connect();
        connection.advance(ControlConnection.OWN_ENDED);

        assertThat(connection.peerEnded()).isFalse();
        assertThat(connection.advance(ControlConnection.END_MARKED) & ControlConnection.PEER_ENDED)
                .as("who comes second counts").isNotZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenFinished_bothEnded_whicheverCameFirst(boolean peerFirst) {
        ControlConnection connection = side.connect();
        CompletableFuture<Void> finished = side.session.connections().whenFinished();

        if (peerFirst) {
            side.receive(0, last(1, 0));
        } else {
            connection.finish();
        }
        assertThat(finished).isNotDone();
        if (peerFirst) {
            connection.finish();
        } else {
            side.receive(0, last(1, 0));
        }

        assertThat(finished).isDone();
    }

    @Test
    void take_lastAgain_isNotCountedTwice() {
        ControlConnection first = side.connect();
        side.connect();
        CompletableFuture<Void> finished = side.session.connections().whenFinished();
        first.finish();

        side.receive(0, last(1, 1));
        side.receive(0, last(1, 1), turn(1, 0));

        assertThat(finished).isNotDone();
        assertThat(side.session.ended()).isNotDone();
    }

    @Test
    void take_tokenForForgottenConnection_isCountedAndIgnored() throws Exception {
        side.connect().finish();
        side.receive(1, last(1, 2));
        assertThat(side.session.connections().size()).isZero();

        side.receive(1, last(1, 2), turn(1, 1));

        assertThat(side.session.late()).isEqualTo(2);
        assertThat(side.session.ended()).isNotDone();
    }

    @Test
    void take_tooManyTokens_failsTheSession() throws Exception {
        side.connect();

        side.receive(0, turn(1, 0), turn(1, 0), turn(1, 0), turn(1, 0), turn(1, 0));

        assertThat(SessionSide.reason(side.failure())).isEqualTo("BATCH_TOO_LARGE");
    }

    @Test
    void take_fromAnotherStream_isIgnored() {
        ControlConnection connection = side.connect();
        Attach other = Attach.dialled(new FakeStream(), 2);

        side.session.take(other, Tokens.batch(99, List.of(turn(1, 1))), _ -> null);
        assertThat(side.session.detach(other)).isFalse();

        assertThat(connection.gate().received()).isZero();
        assertThat(side.session.ended()).isNotDone();
    }

    @Test
    void fail_threadsWait_theyEndBeforeTheSessionSaysSo() throws Exception {
        ControlConnection connection = side.connect();
        CompletableFuture<TurnResult> seenAtTheEnd = side.session.ended()
                .thenApply(_ -> connection.gate().await(1));

        side.receive(0, turn(1, 99));

        assertThat(seenAtTheEnd.get(30, TimeUnit.SECONDS)).isEqualTo(TurnResult.SESSION_LOST);
        assertThat(side.session.ended().get().detail())
                .startsWith("INVALID_ARGUMENT: connection 1: sequence 99");
    }

    @Test
    void lose_threadsStillRun_connectionsAreForgottenAndThreadsCounted() {
        ControlConnection connection = side.connect();

        side.session.lose(TurnResult.SESSION_LOST, "gone");

        assertThat(connection.gate().await(1)).isEqualTo(TurnResult.SESSION_LOST);
        assertThat(side.session.connections().size()).isZero();
        assertThat(side.threads).hasValue(1);
        connection.unpark();
        connection.finish();
        assertThat(side.threads).hasValue(0);
        assertThat(stream.waiting()).isZero();
    }

    @Test
    void connect_sessionIsOver_waitsEndAtOnce() {
        side.session.lose(TurnResult.SESSION_LOST, "gone");

        ControlConnection connection = side.connect();

        assertThat(connection.gate().await(1)).isEqualTo(TurnResult.SESSION_LOST);
        assertThat(side.session.connections().size()).isZero();
    }

    @Test
    void deadline_turnDoesNotCome_waitEndsAndSessionGoesOn() {
        TokenSession timed = new TokenSession("a1b2c3d4", 5, 4, Duration.ofMillis(40), new Load());
        ControlConnection connection = new ControlConnection(timed, 1, true);
        timed.connections().add(connection);

        assertThat(connection.gate().await(1)).isEqualTo(TurnResult.DEADLINE_PASSED);

        assertThat(timed.ended()).isNotDone();
        timed.complete(SessionEnd.closed());
    }

    @Test
    void deadline_tooLongToCount_isNone() throws Exception {
        TokenSession patient = new TokenSession("a1b2c3d4", 5, 4, Duration.ofSeconds(Long.MAX_VALUE),
                new Load());

        patient.complete(SessionEnd.closed());

        assertThat(patient.ended().get(30, TimeUnit.SECONDS).orderly()).isTrue();
    }

    /** Keeps the one timer thread busy until the latch is released. */
    private static CountDownLatch holdTimers() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        var _ = Timers.after(Duration.ZERO, () -> {
            holding.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(holding.await(20, TimeUnit.SECONDS)).isTrue();
        return release;
    }
}
