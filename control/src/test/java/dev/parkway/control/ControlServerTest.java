package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parkway.parker.TurnResult;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
final class ControlServerTest {

    private static final TurnScript PING = new TurnScript("!?");

    private final Counterparty counterparty = Counterparty.running("?!");

    @Test
    void accept_moreThanTheLimit_refusesThemOneByOne() throws Exception {
        int limit = 100;
        ControlLimits limits = new ControlLimits(1, limit, 256);
        try (Site site = Site.of(Transport.NETTY, counterparty, limits);
                ClientSession session = site.open(1)) {
            List<ControlConnection> all = Stream.generate(session::connect).limit(150).toList();
            all.forEach(ControlConnection::flush);

            List<ControlConnection> refused = all.subList(limit, all.size());
            assertThat(refused).allSatisfy(connection -> {
                assertThat(connection.gate().await(1)).isEqualTo(TurnResult.REFUSED);
                connection.finish();
            });
            Site.awaitZero("refused connections", () -> session.connections() - limit);
            assertThat(counterparty.accepted).hasSize(limit);
            assertThat(site.control.runningThreads()).isEqualTo(limit);

            assertThat(all.subList(0, limit)).allSatisfy(
                    connection -> assertThat(PING.run(connection)).isEqualTo(TurnResult.TURN_TAKEN));
            assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
            site.awaitNothingLeft();
        }
    }

    @Test
    void open_publicNameOfAnOpenSession_isRefused() throws Exception {
        Map<String, SessionId> byName = new HashMap<>();
        SessionId first = SessionId.random();
        SessionId second = byName.put(first.name(), first);
        // Of some 80,000 random ids two have the same 32 bits.
        while (second == null) {
            first = SessionId.random();
            second = byName.put(first.name(), first);
        }
        try (Site site = Site.of(Transport.IN_PROCESS, counterparty)) {
            RawClient open = new RawClient(site.channel(), RawClient.attach(first, 1));
            assertThat(open.next().getTokensList()).isEmpty();

            StatusRuntimeException failure = new RawClient(site.channel(), RawClient.attach(second, 1))
                    .awaitFailure();

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(SessionSide.reason(failure)).isEqualTo("NAME_TAKEN");
            open.halfClose();
            open.awaitOk();
            site.awaitNothingLeft();
        }
    }

    @Test
    void accept_beyondTwiceTheLimit_endsTheSessionOnBothSides() throws Exception {
        ControlLimits limits = new ControlLimits(1, 10, 256);
        try (Site site = Site.of(Transport.NETTY, counterparty, limits);
                ClientSession session = site.open(1)) {
            List<ControlConnection> all = Stream.generate(session::connect).limit(21).toList();
            all.getLast().flush();

            assertThat(session.ended().get(30, TimeUnit.SECONDS).detail())
                    .startsWith("RESOURCE_EXHAUSTED: session " + session.name() + " has 20 connections");
            assertThat(counterparty.awaitSessionEnd().cause()).contains(TurnResult.SESSION_LOST);
            for (int i = 0; i < 10; i++) {
                assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.SESSION_LOST);
            }
            // Those that were refused may have heard of it before the end.
            assertThat(all).allSatisfy(connection -> assertThat(connection.gate().await(1))
                    .isIn(TurnResult.SESSION_LOST, TurnResult.REFUSED));
            site.awaitNothingLeft();
        }
    }

    @Test
    void accept_sessionsOneAfterAnother_eachHasTheWholeLimit() throws Exception {
        ControlLimits limits = new ControlLimits(1, 10, 256);
        try (Site site = Site.of(Transport.NETTY, counterparty, limits)) {
            for (int i = 0; i < 3; i++) {
                try (ClientSession session = site.open(1)) {
                    assertThat(ClientThreads.run(session, _ -> PING, 10, 10))
                            .containsExactly(Map.entry(TurnResult.TURN_TAKEN, 10));
                    assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
                }
            }
        }
    }

    /** A client that has heard of its session's end may find the server still busy with it. */
    @Test
    void open_theSessionBeforeHasJustEnded_isWithinTheLimit() throws Exception {
        try (Site site = Site.of(Transport.IN_PROCESS, counterparty, new ControlLimits(1, 10, 256))) {
            ManagedChannel channel = site.channel();
            for (int i = 0; i < 2_000; i++) {
                try (ClientSession session = ClientSession.open(channel, Site.TERMS, 1,
                        new SessionTimeouts(Site.PATIENCE))) {
                    assertThat(session.finish(Site.PATIENCE).orderly()).as("session %d", i).isTrue();
                    assertThat(session.ended()).as("session %d", i).isDone();
                }
            }
        }
    }

    @Test
    void open_moreSessionsThanTheLimit_isResourceExhausted() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty, new ControlLimits(2, 10, 256));
                ClientSession first = site.open(1);
                ClientSession second = site.open(1)) {
            assertThat(refusal(site)).satisfies(failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(Failure.info(failure).orElseThrow().getMetadataMap()).containsEntry("allowed",
                        "2");
            });

            assertThat(first.finish(Site.PATIENCE).orderly()).isTrue();
            try (ClientSession third = site.open(1)) {
                assertThat(PING.run(third.connect())).isEqualTo(TurnResult.TURN_TAKEN);
            }
            assertThat(PING.run(second.connect())).isEqualTo(TurnResult.TURN_TAKEN);
        }
    }

    @Test
    void open_handlerRefuses_clientGetsItsStatus() {
        SessionHandler refusing = session -> {
            throw Failure.invalidArgument("UNKNOWN_SCENARIO",
                    "unknown scenario " + session.terms().scenario(),
                    Map.of("known", "S1"));
        };
        try (Site site = Site.of(Transport.NETTY, refusing)) {
            StatusRuntimeException failure = refusal(site);

            assertThat(Failure.text(failure)).isEqualTo("INVALID_ARGUMENT: unknown scenario toy");
            assertThat(SessionSide.reason(failure)).isEqualTo("UNKNOWN_SCENARIO");
            site.awaitNothingLeft();
        }
    }

    @Test
    void open_handlerFails_clientLearnsNoInsides() {
        SessionHandler failing = _ -> {
            throw new IllegalStateException("insides");
        };
        try (Site site = Site.of(Transport.NETTY, failing)) {
            StatusRuntimeException failure = refusal(site);

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(Failure.text(failure)).doesNotContain("insides");
            site.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY", "IN_PROCESS"})
    void waitDeadline_turnDoesNotCome_endsTheWaitsOfBothSidesAndNotTheSession(Transport transport)
            throws Exception {
        SessionTerms terms = new SessionTerms("toy", "plain", Duration.ofMillis(100), 0);
        // The server waits for a second turn, the client for a first.
        Counterparty waiting = Counterparty.running("??");
        try (Site site = Site.of(transport, waiting); ClientSession session = site.open(1, terms)) {
            TurnResult result = ClientThreads.start(session, PING).get(30, TimeUnit.SECONDS);

            // Whoever gives up first is gone for the other.
            TurnResult other = waiting.awaitEnded().result();
            assertThat(List.of(result, other)).containsAnyOf(TurnResult.DEADLINE_PASSED)
                    .allMatch(List.of(TurnResult.DEADLINE_PASSED, TurnResult.REFUSED,
                            TurnResult.PEER_GONE)::contains);
            assertThat(session.ended()).isNotDone();
            assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
            site.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void drain_connectionsRun_theyGetTheirGraceThenEndAsDrained(Transport transport) throws Exception {
        Counterparty waiting = Counterparty.running("!??");
        try (Site site = Site.of(transport, waiting); ClientSession session = site.open(2)) {
            ControlConnection quick = session.connect();
            ControlConnection slow = session.connect();
            slow.flush();
            assertThat(quick.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);
            assertThat(slow.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);

            CompletableFuture<Long> draining = drain(site, Duration.ofSeconds(2));
            // One more turn each: in its grace the server still takes it, and one connection ends.
            quick.unpark();
            quick.unpark();
            slow.unpark();

            assertThat(waiting.awaitEnded().result()).isEqualTo(TurnResult.TURN_TAKEN);
            assertThat(slow.gate().await(2)).isEqualTo(TurnResult.PEER_GONE);
            assertThat(waiting.awaitEnded().result()).isEqualTo(TurnResult.DRAINED);
            assertThat(draining.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(session.ended().get(30, TimeUnit.SECONDS))
                    .isEqualTo(SessionEnd.because(TurnResult.SESSION_LOST, "the server ended the session"));
            assertThat(waiting.awaitSessionEnd().cause()).contains(TurnResult.DRAINED);
            quick.finish();
            slow.finish();
            site.awaitNothingLeft();
        }
    }

    @Test
    void drain_hasBegun_nothingNewIsTaken() throws Exception {
        Counterparty waiting = Counterparty.running("?");
        try (Site site = Site.of(Transport.NETTY, waiting); ClientSession session = site.open(1)) {
            ControlConnection before = session.connect();
            before.flush();
            Site.awaitZero("connections to come", () -> 1 - site.control.connections());
            CompletableFuture<Long> draining = drain(site, Site.PATIENCE);
            awaitUnavailable(site);

            assertThat(ClientThreads.start(session, PING).get(30, TimeUnit.SECONDS))
                    .isEqualTo(TurnResult.REFUSED);

            before.unpark();
            assertThat(waiting.awaitEnded().result()).isEqualTo(TurnResult.TURN_TAKEN);
            // Its peer, which is in TIME_WAIT say, ends as well before the session does.
            before.finish();
            assertThat(session.finish(Site.PATIENCE).orderly()).isTrue();
            assertThat(draining.get(20, TimeUnit.SECONDS)).as("ends before its time").isZero();
            site.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void drain_clientHasNothingUnderWay_itEndsItsSessionItself(Transport transport) throws Exception {
        try (Site site = Site.of(transport, counterparty); ClientSession session = site.open(1)) {
            CompletableFuture<Long> draining = drain(site, Site.PATIENCE);
            awaitUnavailable(site);
            // What it begins now is refused, which a session that the server had ended could not do any more.
            assertThat(ClientThreads.start(session, PING).get(30, TimeUnit.SECONDS))
                    .isEqualTo(TurnResult.REFUSED);
            assertThat(draining).isNotDone();

            assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());

            assertThat(draining.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(counterparty.awaitSessionEnd().orderly()).isTrue();
            site.awaitNothingLeft();
        }
    }

    @Test
    void drain_clientIsNotThere_isNotWaitedFor() throws Exception {
        try (Site site = Site.of(Transport.NETTY, counterparty)) {
            ManagedChannel channel = site.channel();
            try (ClientSession session = ClientSession.open(channel)) {
                channel.shutdownNow();
                assertThat(session.ended().get(30, TimeUnit.SECONDS).orderly()).isFalse();
            }
            assertThat(site.control.sessions()).as("kept, for it might come back").hasSize(1);

            assertThat(drain(site, Site.PATIENCE).get(20, TimeUnit.SECONDS)).isZero();

            site.awaitNothingLeft();
        }
    }

    @Test
    void drain_threadDoesNotEnd_isSaid() throws Exception {
        CompletableFuture<ControlConnection> stuck = new CompletableFuture<>();
        SessionHandler stubborn = _ -> new ConnectionHandler() {
            @Override
            public long turnsPerConnection() {
                return 1;
            }

            @Override
            public void accept(ControlConnection connection) {
                stuck.complete(connection);
            }
        };
        try (Site site = Site.of(Transport.NETTY, stubborn); ClientSession session = site.open(1)) {
            session.connect().flush();
            ControlConnection connection = stuck.get(30, TimeUnit.SECONDS);

            assertThat(site.control.drain(Duration.ZERO)).isEqualTo(1);

            assertThat(session.ended().get(30, TimeUnit.SECONDS).orderly()).isFalse();
            connection.finish();
            site.awaitNothingLeft();
        }
    }

    @Test
    void drain_grpcHasClosedTheCallItself_sessionEndsAllTheSame() throws Exception {
        CompletableFuture<ServerCall<?, ?>> calls = new CompletableFuture<>();
        ServerInterceptor capture = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                calls.complete(call);
                return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                    @Override
                    public void onComplete() {
                        // Drain is quicker than this news.
                    }
                };
            }
        };
        try (Site site = Site.of(Transport.NETTY, counterparty, Site.NO_LINGER_LIMITS,
                service -> ServerInterceptors.intercept(service, capture));
                ClientSession session = site.open(1)) {
            session.connect().flush();
            Site.awaitZero("connections to come", () -> 1 - site.control.connections());
            calls.get(30, TimeUnit.SECONDS).close(Status.INTERNAL, new Metadata());

            assertThat(site.control.drain(Duration.ZERO)).isZero();

            assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.DRAINED);
            assertThat(counterparty.awaitSessionEnd().cause()).contains(TurnResult.DRAINED);
            site.awaitNothingLeft();
        }
    }

    private static CompletableFuture<Long> drain(Site site, Duration grace) {
        CompletableFuture<Long> draining = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                draining.complete(site.control.drain(grace));
            } catch (InterruptedException e) {
                draining.completeExceptionally(e);
            }
        });
        return draining;
    }

    private static void awaitUnavailable(Site site) {
        ManagedChannel channel = site.channel();
        Site.awaitZero("sessions that are still accepted", () -> {
            RawClient client = new RawClient(channel, RawClient.opening());
            client.halfClose();
            try {
                client.awaitOk();
                return 1;
            } catch (ExecutionException e) {
                assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(SessionSide.reason(e)).isEqualTo("DRAINING");
                return 0;
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static StatusRuntimeException refusal(Site site) {
        ManagedChannel channel = site.channel();
        return catchThrowableOfType(StatusRuntimeException.class,
                () -> ClientSession.open(channel, Site.TERMS, 1, Site.NO_LINGER));
    }
}
