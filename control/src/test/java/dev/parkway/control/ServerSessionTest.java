package dev.parkway.control;

import static dev.parkway.control.Tokens.last;
import static dev.parkway.control.Tokens.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ServerSessionTest {

    private static final ControlLimits LIMITS = new ControlLimits(1, 2, 16);

    /** Two sessions of a hundred connections each, and four in all. */
    private static final ControlLimits IN_ALL = new ControlLimits(2, 100, 4, 16, Duration.ZERO);

    private final List<ControlConnection> accepted = new ArrayList<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicLong threads = new AtomicLong();
    private final Load load = new Load(threads, new AtomicLong());
    private final FakeStream stream = new FakeStream();
    private final Attach attach = Attach.dialled(stream, 1);
    private final ServerSession session = session(accepted::add);

    @Test
    void take_numberAboveAllBefore_opensAConnection() {
        receive(0, turn(3, 1));

        assertThat(accepted).singleElement().satisfies(connection -> {
            assertThat(connection.number()).isEqualTo(3);
            assertThat(connection.gate().received()).isEqualTo(1);
        });
        assertThat(threads).hasValue(1);
    }

    @Test
    void take_numberBelowTheHighest_isLateAndOpensNothing() {
        receive(0, turn(3, 0), turn(2, 0), last(1, 1));

        assertThat(accepted).hasSize(1);
        assertThat(session.tokens().late()).isEqualTo(2);
    }

    @Test
    void take_openingTokenIsTheLastToo_opensAConnectionWhosePeerIsGone() {
        receive(0, last(1, 2));

        assertThat(accepted).singleElement().satisfies(connection -> {
            assertThat(connection.gate().received()).isEqualTo(2);
            assertThat(connection.gate().finalCount()).isEqualTo(2);
        });
    }

    @Test
    void take_aboveTheLimit_isRefusedByALastWithoutATurn() throws Exception {
        receive(0, turn(1, 0), turn(2, 0), turn(3, 1));

        assertThat(accepted).hasSize(2);
        assertThat(stream.nextTokens()).containsExactly(last(3, 0));
        assertThat(threads).hasValue(2);
    }

    @Test
    void take_refusedConnectionEndsToo_isForgottenOnceAcknowledged() throws Exception {
        receive(0, turn(1, 0), turn(2, 0), turn(3, 1));
        stream.nextTokens();

        receive(1, last(3, 1));

        assertThat(session.tokens().connections().size()).isEqualTo(2);
    }

    @Test
    void take_acknowledgementMakesRoom_beforeTheBatchOpensMore() throws Exception {
        receive(0, last(1, 0), turn(2, 0));
        accepted.getFirst().finish();
        // The timer's acknowledgement may have left before.
        long batches = 1;
        List<UnparkToken> tokens = stream.next().tokens();
        while (tokens.isEmpty()) {
            batches++;
            tokens = stream.next().tokens();
        }
        assertThat(tokens).containsExactly(last(1, 0));

        receive(batches, turn(3, 0));

        assertThat(accepted).extracting(ControlConnection::number).containsExactly(1L, 2L, 3L);
    }

    @Test
    void take_beyondTwiceTheLimit_failsTheSession() throws Exception {
        receive(0, turn(1, 0), turn(2, 0), turn(3, 0), turn(4, 0));
        assertThat(session.tokens().ended()).isNotDone();

        receive(0, turn(5, 0));

        StatusRuntimeException failure = stream.failed.get(30, TimeUnit.SECONDS);
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(SessionSide.reason(failure)).isEqualTo("TOO_MANY_CONNECTIONS");
    }

    @Test
    void take_othersHaveAllThereIs_sessionGetsItsShareAndNoMore() throws Exception {
        ServerSession late = session(accepted::add, IN_ALL);
        load.kept().set(IN_ALL.connections());

        late.tokens().take(attach, Tokens.batch(0, List.of(turn(1, 0), turn(2, 0), turn(3, 0))), late);

        assertThat(accepted).hasSize(2);
        assertThat(stream.nextTokens()).containsExactly(last(3, 0));
    }

    @Test
    void take_othersHaveTwiceAllThereIs_failsWhoGoesOnBeyondTwiceItsShare() throws Exception {
        ServerSession late = session(accepted::add, IN_ALL);
        load.kept().set(2L * IN_ALL.connections());
        late.tokens().take(attach, Tokens.batch(0, List.of(turn(1, 0), turn(2, 0), turn(3, 0), turn(4, 0))),
                late);
        assertThat(late.tokens().ended()).isNotDone();

        late.tokens().take(attach, Tokens.batch(0, List.of(turn(5, 0))), late);

        assertThat(SessionSide.reason(stream.failed.get(30, TimeUnit.SECONDS)))
                .isEqualTo("TOO_MANY_CONNECTIONS");
        assertThat(load.kept()).hasValue(2L * IN_ALL.connections());
    }

    @Test
    void take_threadsOfLostSessionsStillRun_theyCountToo() throws Exception {
        ServerSession late = session(accepted::add, IN_ALL);
        threads.set(IN_ALL.connections());

        late.tokens().take(attach, Tokens.batch(0, List.of(turn(1, 0), turn(2, 0), turn(3, 0))), late);

        assertThat(accepted).hasSize(2);
    }

    @Test
    void take_whileDraining_newConnectionIsRefused() throws Exception {
        receive(0, turn(1, 0));
        draining.set(true);

        receive(0, turn(1, 1), turn(2, 1));

        assertThat(accepted).hasSize(1);
        assertThat(accepted.getFirst().gate().received()).isEqualTo(1);
        assertThat(stream.nextTokens()).containsExactly(last(2, 0));
    }

    @Test
    void take_handlerFails_connectionIsRefusedAndTheSessionGoesOn() throws Exception {
        ServerSession failing = session(_ -> {
            throw new IllegalStateException("on purpose");
        });

        failing.tokens().take(attach, Tokens.batch(0, List.of(turn(1, 1))), failing);

        assertThat(stream.nextTokens()).containsExactly(last(1, 0));
        assertThat(failing.tokens().ended()).isNotDone();
        assertThat(threads).hasValue(0);
    }

    @Test
    void halfClosed_lastHasLeftAndItsThreadHasNotCountedIt_isInOrder() throws Exception {
        receive(0, turn(1, 1));
        ControlConnection connection = accepted.getFirst();
        // As far as finish() has come when somebody else's flush takes the end along.
        int _ = connection.advance(ControlConnection.OWN_ENDED);
        session.tokens().mark(connection);
        session.tokens().flush();
        assertThat(stream.nextTokens()).containsExactly(last(1, 0));

        receive(1, last(1, 1));
        session.halfClosed(attach);

        assertThat(session.tokens().ended()).isCompletedWithValue(SessionEnd.closed());
    }

    @Test
    void halfClosed_threadStillRuns_isLost() {
        receive(0, last(1, 1));

        session.halfClosed(attach);

        assertThat(session.tokens().ended().join().cause()).contains(TurnResult.SESSION_LOST);
    }

    @Test
    void attach_drainHasEndedTheSessionBeforeItsFirst_clientIsToTryElsewhere() {
        ServerSession opening = unattached(accepted::add, LIMITS);
        draining.set(true);
        opening.tokens().complete(SessionEnd.because(TurnResult.DRAINED, "this server is shutting down"));

        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class,
                () -> opening.attach(Attach.accepted(new FakeStream(), AttachRequest.OPENING)));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(SessionSide.reason(failure)).isEqualTo("DRAINING");
    }

    private ServerSession session(Consumer<ControlConnection> accept) {
        return session(accept, LIMITS);
    }

    private ServerSession session(Consumer<ControlConnection> accept, ControlLimits limits) {
        ServerSession made = unattached(accept, limits);
        var _ = made.tokens().attach(attach);
        return made;
    }

    private ServerSession unattached(Consumer<ControlConnection> accept, ControlLimits limits) {
        SessionInfo info = new SessionInfo(SessionId.random(),
                new SessionTerms("toy", "toy", Duration.ZERO, 0));
        return new ServerSession(info, PeerIdentity.UNKNOWN, new ConnectionHandler() {
            @Override
            public long turnsPerConnection() {
                return SessionSide.TURNS;
            }

            @Override
            public void accept(ControlConnection connection) {
                accept.accept(connection);
            }
        }, limits, draining::get, load);
    }

    private void receive(long acknowledged, UnparkToken... tokens) {
        session.tokens().take(attach, Tokens.batch(acknowledged, List.of(tokens)), session);
    }
}
