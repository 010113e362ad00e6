package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import io.github.resilience4j.core.IntervalFunction;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams break and sessions live on, as if nothing had happened. */
@Timeout(120)
final class ResumeTest {

    private static final TurnScript CLIENT = new TurnScript("!?!??!");
    private static final TurnScript SERVER = new TurnScript("?!?!!?");

    private final Counterparty counterparty = Counterparty.running(SERVER.steps());
    private final Cutter cutter = new Cutter();

    @ParameterizedTest
    @EnumSource
    void resume_streamsBreakAgainAndAgain_everyTurnIsTakenOnce(Transport transport) throws Exception {
        int connections = 600;
        try (Site site = Site.of(transport, counterparty);
                ClientSession session = open(site, ControlLimits.DEFAULT.linger())) {
            cutter.every(7);

            assertThat(ClientThreads.run(session, _ -> CLIENT, connections, 30))
                    .containsExactly(Map.entry(TurnResult.TURN_TAKEN, connections));

            for (int i = 0; i < connections; i++) {
                assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.TURN_TAKEN);
            }
            cutter.every(0);
            assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());
            assertThat(counterparty.awaitSessionEnd()).isEqualTo(SessionEnd.closed());
            assertThat(cutter.cuts()).isPositive();
            assertThat(session.resumed()).isPositive();
            site.awaitNothingLeft();
        }
    }

    @Test
    void resume_lingerIsForEver_isNoMistake() throws Exception {
        Duration ever = ChronoUnit.FOREVER.getDuration();
        try (Site site = Site.of(Transport.NETTY, counterparty,
                new ControlLimits(ControlLimits.DEFAULT_SESSIONS,
                        ControlLimits.DEFAULT_CONNECTIONS_PER_SESSION, ControlLimits.DEFAULT_CONNECTIONS,
                        ControlLimits.DEFAULT_TOKENS_PER_BATCH, ever));
                ClientSession session = open(site, ever)) {
            cutter.every(7);
            assertThat(ClientThreads.run(session, _ -> CLIENT, 50, 10))
                    .containsExactly(Map.entry(TurnResult.TURN_TAKEN, 50));
            cutter.every(0);
            assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());
            assertThat(session.resumed()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void resume_openedAndGivenWhileDetached_leavesOnTheNextStream(Transport transport) throws Exception {
        try (Site site = Site.of(transport, counterparty);
                ClientSession session = open(site, ControlLimits.DEFAULT.linger())) {
            ControlConnection before = session.connect();
            before.unpark();
            assertThat(before.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);
            cutter.down();
            cutter.awaitRefused();
            before.unpark();
            CompletableFuture<TurnResult> meanwhile = ClientThreads.start(session, CLIENT);

            cutter.up();

            assertThat(before.gate().await(3)).isEqualTo(TurnResult.TURN_TAKEN);
            assertThat(meanwhile.get(30, TimeUnit.SECONDS)).isEqualTo(TurnResult.TURN_TAKEN);
            before.unpark();
            before.finish();
            assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
            assertThat(session.resumed()).isEqualTo(1);
            site.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void finish_halfCloseOrItsAnswerIsLost_sessionEndsInOrderOnBothSides(Transport transport)
            throws Exception {
        try (Site site = Site.of(transport, counterparty);
                ClientSession session = open(site, ControlLimits.DEFAULT.linger())) {
            cutter.atHalfClose();
            assertThat(ClientThreads.start(session, CLIENT).get(30, TimeUnit.SECONDS))
                    .isEqualTo(TurnResult.TURN_TAKEN);

            assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());

            assertThat(counterparty.awaitSessionEnd()).isEqualTo(SessionEnd.closed());
            site.awaitNothingLeft();
        }
    }

    @Test
    void attach_numberAboveTheHighest_takesTheSessionOver() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty); ClientSession session = site.open(3)) {
            ControlConnection connection = session.connect();
            connection.unpark();
            assertThat(connection.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);

            RawClient thief = new RawClient(site.channel(), RawClient.attach(session.id(), 7));

            assertThat(thief.next().getTokensList()).isEmpty();
            assertThat(thief.nextTokens()).containsExactly(Tokens.turn(1, 1));
            assertThat(session.ended().get(30, TimeUnit.SECONDS).cause()).contains(TurnResult.TAKEN_OVER);
            assertThat(connection.gate().await(2)).isEqualTo(TurnResult.TAKEN_OVER);
            assertThat(refusal(site, session.id(), 7)).isEqualTo("ATTACH_STALE");
            thief.send(Tokens.last(1, 3));
            assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.TURN_TAKEN);
            thief.halfClose();
            thief.awaitOk();
            site.awaitNothingLeft();
        }
    }

    @Test
    void attach_olderNumber_isAbortedAndDisturbsNobody() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty);
                ClientSession session = open(site, ControlLimits.DEFAULT.linger())) {
            cutter.down();
            cutter.awaitRefused();
            cutter.up();
            Site.awaitZero("resumes to come", () -> 1 - session.resumed());

            assertThat(refusal(site, session.id(), 2)).isEqualTo("ATTACH_STALE");

            assertThat(CLIENT.run(session.connect())).isEqualTo(TurnResult.TURN_TAKEN);
            assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
        }
    }

    @Test
    void attach_otherTerms_isInvalidArgumentAndDisturbsNobody() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty); ClientSession session = site.open(3)) {
            SessionTerms others = new SessionTerms("another", "plain", Duration.ZERO, 0);

            RawClient raw = new RawClient(site.channel(),
                    new AttachRequest(session.id(), 2, others).toMetadata());

            StatusRuntimeException failure = raw.awaitFailure();
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(SessionSide.reason(failure)).isEqualTo("TERMS_DIFFER");
            assertThat(CLIENT.run(session.connect())).isEqualTo(TurnResult.TURN_TAKEN);
            assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
        }
    }

    @Test
    void linger_isOverAtTheServer_clientLearnsThatTheSessionIsUnknown() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty, Site.NO_LINGER_LIMITS);
                ClientSession session = open(site, ControlLimits.DEFAULT.linger())) {
            ControlConnection connection = session.connect();
            connection.unpark();
            assertThat(connection.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);

            cutter.down();
            assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.SESSION_LOST);
            site.awaitNothingLeft();
            cutter.up();

            assertThat(connection.gate().await(2)).isEqualTo(TurnResult.SESSION_LOST);
            assertThat(session.ended().get(30, TimeUnit.SECONDS).detail())
                    .isEqualTo("NOT_FOUND: no session " + session.name() + " of yours to resume here");
        }
    }

    @Test
    void linger_isOverAtTheClient_itGivesUpAndSaysWhy() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty);
                ClientSession session = open(site, Duration.ofMillis(50))) {
            ControlConnection connection = session.connect();
            connection.unpark();
            assertThat(connection.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);

            cutter.down();

            assertThat(connection.gate().await(2)).isEqualTo(TurnResult.SESSION_LOST);
            assertThat(session.ended().get(30, TimeUnit.SECONDS).detail())
                    .isEqualTo("not resumed within 50 ms after CANCELLED: cut on purpose");
            assertThat(session.connections()).isZero();
        }
    }

    @Test
    void linger_isOverWhileOnlyTheGoodbyeIsMissing_endsInOrder() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty);
                ClientSession session = open(site, Duration.ofSeconds(2))) {
            assertThat(ClientThreads.start(session, CLIENT).get(30, TimeUnit.SECONDS))
                    .isEqualTo(TurnResult.TURN_TAKEN);
            Site.awaitZero("connections to finish", session::unfinished);

            cutter.down();

            assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());
        }
    }

    @Test
    void resume_channelIsShutDown_isLostAtOnce() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            ManagedChannel channel = site.channel();
            ClientSession session = ClientSession.open(channel, Site.TERMS, 3,
                    new SessionTimeouts(Site.PATIENCE));

            channel.shutdownNow();

            assertThat(session.ended().get(20, TimeUnit.SECONDS).cause()).contains(TurnResult.SESSION_LOST);
        }
    }

    /** Opens a session through the cutter that is quick to come back. */
    private ClientSession open(Site site, Duration linger) throws InterruptedException, TimeoutException {
        ClientSession session = new ClientSession(
                new GrpcDialer(Servers.one(ClientInterceptors.intercept(site.channel(), cutter))),
                IntervalFunction.of(1),
                linger, Site.TERMS, CLIENT.takes());
        session.awaitOpened(Site.PATIENCE.toNanos());
        return session;
    }

    private static String refusal(Site site, SessionId id, long number) throws Exception {
        StatusRuntimeException failure = new RawClient(site.channel(), RawClient.attach(id, number))
                .awaitFailure();
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        return SessionSide.reason(failure);
    }
}
