package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.ControlServiceGrpc.ControlServiceImplBase;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
final class ClientSessionTest {

    private static final TurnScript PING = new TurnScript("!?");

    private final Counterparty counterparty = Counterparty.running("?!");

    @ParameterizedTest
    @EnumSource
    void open_serverAccepts_bothKnowTheSession(Transport transport) throws Exception {
        SessionTerms terms = new SessionTerms("toy", "plain", Duration.ofSeconds(5), 3);
        try (Site site = Site.of(transport, counterparty); ClientSession session = site.open(1, terms)) {
            assertThat(session.instance()).isEqualTo(Site.INSTANCE);
            assertThat(session.address()).isEqualTo("localhost:1");
            assertThat(session).hasToString("session " + session.name());
            assertThat(site.control.session(session.id(), PeerIdentity.UNKNOWN))
                    .contains(new SessionInfo(session.id(), terms));
            assertThat(site.control.session(SessionId.random(), PeerIdentity.UNKNOWN)).isEmpty();
        }
    }

    @Test
    void open_severalSessionsOnOneChannel_countConnectionsApart() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            ManagedChannel channel = site.channel();
            try (ClientSession first = ClientSession.open(channel, Site.TERMS, 1, Site.NO_LINGER);
                    ClientSession second = ClientSession.open(channel, Site.TERMS, 1, Site.NO_LINGER)) {
                assertThat(ClientThreads.run(first, _ -> PING, 10, 5))
                        .containsExactly(Map.entry(TurnResult.TURN_TAKEN, 10));
                assertThat(first.finish(Site.PATIENCE).orderly()).isTrue();
                assertThat(ClientThreads.run(second, _ -> PING, 10, 5))
                        .containsExactly(Map.entry(TurnResult.TURN_TAKEN, 10));
                assertThat(second.finish(Site.PATIENCE).orderly()).isTrue();
            }
            site.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void finish_noConnectionWasOpened_endsInOrder(Transport transport) throws Exception {
        try (Site site = Site.of(transport, counterparty); ClientSession session = site.open(1)) {
            assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());
            assertThat(counterparty.awaitSessionEnd()).isEqualTo(SessionEnd.closed());
            site.awaitNothingLeft();
        }
    }

    @Test
    void ended_askedForAgainAndAgain_isTheSameAndKeepsNothing() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty); ClientSession session = site.open(1)) {
            assertThat(session.ended()).isSameAs(session.ended()).isNotDone();
            assertThat(session.ended().getNumberOfDependents()).isZero();
            assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
            assertThat(session.ended().join().orderly()).isTrue();
        }
    }

    @Test
    void finish_threadsStillRun_waitsForThem() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty); ClientSession session = site.open(1)) {
            ControlConnection connection = session.connect();
            CompletableFuture<SessionEnd> finishing = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    finishing.complete(session.finish(Site.PATIENCE));
                } catch (InterruptedException e) {
                    finishing.completeExceptionally(e);
                }
            });
            connection.unpark();
            assertThat(connection.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);
            assertThat(finishing).isNotDone();

            connection.finish();

            assertThat(finishing.get(30, TimeUnit.SECONDS).orderly()).isTrue();
        }
    }

    @Test
    void finish_timeIsOver_sessionIsLostOnBothSides() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty); ClientSession session = site.open(1)) {
            ControlConnection connection = session.connect();
            connection.flush();
            Site.awaitZero("connections to come", () -> 1 - site.control.connections());

            SessionEnd end = session.finish(Duration.ZERO);

            assertThat(end.cause()).contains(TurnResult.SESSION_LOST);
            assertThat(end.detail()).contains("1 connections did not finish within 0 ms");
            assertThat(connection.gate().await(1)).isEqualTo(TurnResult.SESSION_LOST);
            assertThat(counterparty.awaitSessionEnd().cause()).contains(TurnResult.SESSION_LOST);
            connection.finish();
            site.awaitNothingLeft();
        }
    }

    @Test
    void isOver_waitsEndWithTheSession_isTrueBeforeAnyOfThem() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            // Once in a while would do by chance.
            for (int i = 0; i < 100; i++) {
                ClientSession session = site.open(1);
                assertThat(session.isOver()).isFalse();
                ControlConnection connection = session.connect();
                connection.flush();
                CompletableFuture<Boolean> over = new CompletableFuture<>();
                Thread.ofVirtual().start(() -> {
                    TurnResult _ = connection.gate().await(1);
                    over.complete(session.isOver());
                    connection.finish();
                });

                session.close();

                assertThat(over.get(30, TimeUnit.SECONDS)).isTrue();
            }
            site.awaitNothingLeft();
        }
    }

    @Test
    void finish_serverDoesNotAnswerTheHalfClose_callIsGivenUp() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        try (Site site = Site.impostor(Transport.NETTY, service(responses -> {
            responses.setOnCancelHandler(() -> cancelled.complete(null));
            responses.onNext(UnparkResponse.getDefaultInstance());
        })); ClientSession session = site.open(1)) {
            SessionEnd end = session.finish(Duration.ofMillis(20));
            assertThat(end.cause()).contains(TurnResult.SESSION_LOST);
            assertThat(end.detail())
                    .isEqualTo("UNAVAILABLE: the server did not say that the session is over within 20 ms");

            cancelled.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void close_connectionsStillRun_bothSidesLoseThem() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            ClientSession session = site.open(1);
            ControlConnection connection = session.connect();
            connection.flush();
            Site.awaitZero("connections to come", () -> 1 - site.control.connections());

            session.close();

            assertThat(connection.gate().await(1)).isEqualTo(TurnResult.SESSION_LOST);
            assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.SESSION_LOST);
            assertThat(session.ended().get(30, TimeUnit.SECONDS).detail())
                    .isEqualTo("UNAVAILABLE: the client closed the session");
            connection.finish();
            site.awaitNothingLeft();
        }
    }

    @Test
    void close_noConnectionWasOpened_endsInOrder() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            ClientSession session = site.open(1);

            session.close();

            assertThat(session.ended().get(30, TimeUnit.SECONDS)).isEqualTo(SessionEnd.closed());
            assertThat(counterparty.awaitSessionEnd()).isEqualTo(SessionEnd.closed());
            site.awaitNothingLeft();
        }
    }

    @Test
    void ended_completedByACaller_sessionGoesOn() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty);
                ClientSession session = ClientSession.open("localhost:" + site.server.getPort())) {
            session.ended().complete(SessionEnd.closed());

            assertThat(ClientThreads.start(session, PING).get(30, TimeUnit.SECONDS))
                    .isEqualTo(TurnResult.TURN_TAKEN);
        }
    }

    @Test
    void close_again_isHarmless() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            ClientSession session = site.open(1);
            session.finish(Site.PATIENCE);

            session.close();
            session.close();

            assertThat(session.ended().get(30, TimeUnit.SECONDS).orderly()).isTrue();
        }
    }

    @Test
    void connect_afterTheEnd_waitsEndAtOnce() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            ClientSession session = site.open(1);
            session.close();

            assertThat(PING.run(session.connect())).isEqualTo(TurnResult.SESSION_LOST);
            assertThat(session.connections()).isZero();
        }
    }

    @Test
    void open_nobodyListens_saysSoWhenTheTimeIsOver() throws Exception {
        ManagedChannel channel = NettyChannelBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)).usePlaintext()
                .build();
        try {
            StatusRuntimeException failure = refused(channel, Duration.ofMillis(50));

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(failure.getStatus().getDescription()).contains(":1 ").endsWith("within 50 ms");
            assertThat(SessionSide.reason(failure)).isEqualTo("NO_ANSWER");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void open_serverAcceptsTooLate_leavesNothingOpen() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        try (Site site = Site.impostor(Transport.NETTY,
                service(responses -> responses.setOnCancelHandler(() -> cancelled.complete(null))))) {
            ManagedChannel channel = site.channel();
            // Or the call waits for the connection, and the server never hears of it.
            Site.awaitZero("channel to connect",
                    () -> channel.getState(true) == ConnectivityState.READY ? 0 : 1);
            assertThat(SessionSide.reason(refused(channel, Duration.ofSeconds(1)))).isEqualTo("NO_ANSWER");

            cancelled.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void open_serverCompletesUnasked_failsAtOnce() throws Exception {
        try (Site site = Site.impostor(Transport.NETTY, service(StreamObserver::onCompleted))) {
            assertThat(SessionSide.reason(refused(site.channel(), Site.PATIENCE))).isEqualTo("NOT_OPENED");
        }
    }

    @Test
    void onCompleted_unasked_isSessionLost() throws Exception {
        try (Site site = Site.impostor(Transport.NETTY, service(responses -> {
            responses.onNext(UnparkResponse.getDefaultInstance());
            responses.onCompleted();
        })); ClientSession session = site.open(1)) {
            assertThat(session.ended().get(30, TimeUnit.SECONDS))
                    .isEqualTo(SessionEnd.because(TurnResult.SESSION_LOST, "the server ended the session"));
        }
    }

    @Test
    void onNext_serverBreaksTheContract_sessionIsLostAndTheCallCancelled() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        try (Site site = Site.impostor(Transport.NETTY, service(responses -> {
            responses.setOnCancelHandler(() -> cancelled.complete(null));
            responses.onNext(UnparkResponse.getDefaultInstance());
            responses.onNext(UnparkResponse.newBuilder().addTokens(Tokens.turn(1, 1)).build());
        })); ClientSession session = site.open(1)) {
            assertThat(session.ended().get(30, TimeUnit.SECONDS).detail())
                    .isEqualTo("INVALID_ARGUMENT: connection 1 was never opened, the last is 0");
            cancelled.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void open_inTheCourseOfAnotherCall_outlivesIt() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            Context.CancellableContext call = Context.current().withCancellation();
            try (ClientSession session = call.call(() -> site.open(1))) {
                call.cancel(null);

                assertThat(PING.run(session.connect())).isEqualTo(TurnResult.TURN_TAKEN);
                assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
            }
        }
    }

    private static StatusRuntimeException refused(ManagedChannel channel, Duration timeout) {
        return catchThrowableOfType(StatusRuntimeException.class,
                () -> ClientSession.open(channel, Site.TERMS, 1, new SessionTimeouts(timeout)));
    }

    /** A server that does as told when a stream begins, and then says nothing more. */
    private static ControlServiceImplBase service(
            Consumer<ServerCallStreamObserver<UnparkResponse>> atTheBeginning) {
        return new ControlServiceImplBase() {
            @Override
            public StreamObserver<UnparkRequest> unpark(StreamObserver<UnparkResponse> responses) {
                atTheBeginning.accept((ServerCallStreamObserver<UnparkResponse>) responses);
                return new StreamObserver<>() {
                    @Override
                    public void onNext(UnparkRequest batch) {}

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onCompleted() {}
                };
            }
        };
    }
}
