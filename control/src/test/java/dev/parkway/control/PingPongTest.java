package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
final class PingPongTest {

    private static final TurnScript CLIENT = new TurnScript("!?!?!?!?");

    private final Counterparty counterparty = Counterparty.running("?!?!?!?!");

    @ParameterizedTest
    @CsvSource({"NETTY, 1, 1", "NETTY, 50, 1", "NETTY, 1000, 1000", "NETTY, 20000, 1000",
            "NETTY_DIRECT, 5000, 1000", "NETTY_NARROW, 2000, 1000", "IN_PROCESS, 2000, 1000",
            "IN_PROCESS_DIRECT, 5000, 1000"})
    void pingPong_anyNumberAtOnce_takesEveryTurnAndForgetsEverything(
            Transport transport, int connections, int atOnce) throws Exception {
        try (Site site = Site.of(transport, counterparty);
                ClientSession session = site.open(CLIENT.takes())) {
            Map<TurnResult, Integer> results = ClientThreads.run(session, _ -> CLIENT, connections, atOnce);

            assertThat(results).containsExactly(Map.entry(TurnResult.TURN_TAKEN, connections));
            for (int i = 0; i < connections; i++) {
                assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.TURN_TAKEN);
            }
            Site.awaitZero("the client's connections", session::connections);
            Site.awaitZero("the server's connections", site.control::connections);
            Site.awaitZero("the server's threads", site.control::runningThreads);

            assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());
            assertThat(counterparty.awaitSessionEnd().orderly()).isTrue();
            site.awaitNothingLeft();
            assertThat(counterparty.accepted).hasSize(connections).allSatisfy(connection -> {
                assertThat(connection.gate().received()).isEqualTo(CLIENT.gives());
                assertThat(connection.gate().finalCount()).isEqualTo(CLIENT.gives());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY", "NETTY_DIRECT"})
    void pingPong_manyAtOnce_batchesGrow(Transport transport) throws Exception {
        BatchCount count = new BatchCount();
        int connections = 10_000;
        try (Site site = Site.of(transport, counterparty, ControlLimits.DEFAULT,
                service -> ServerInterceptors.intercept(service, count));
                ClientSession session = site.open(CLIENT.takes())) {
            ClientThreads.run(session, _ -> CLIENT, connections, 1_000);
            session.finish(Site.PATIENCE);
        }

        assertThat((double) count.tokensIn.get() / count.batchesIn.get()).as("from the client")
                .isGreaterThan(5);
        assertThat((double) count.tokensOut.get() / count.batchesOut.get()).as("from the server")
                .isGreaterThan(5);
        // Four turns and the end; an opening or an end may go with a turn.
        assertThat(count.tokensIn.get()).isBetween(connections * 4L, connections * 6L);
        assertThat(count.tokensOut.get()).isBetween(connections * 4L, connections * 5L);
        System.out.printf("%s: %.1f tokens a batch from the client, %.1f from the server%n", transport,
                (double) count.tokensIn.get() / count.batchesIn.get(),
                (double) count.tokensOut.get() / count.batchesOut.get());
    }

    /** Counts what passes the server. */
    private static final class BatchCount implements ServerInterceptor {

        final AtomicLong batchesIn = new AtomicLong();
        final AtomicLong tokensIn = new AtomicLong();
        final AtomicLong batchesOut = new AtomicLong();
        final AtomicLong tokensOut = new AtomicLong();

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            ServerCall<Q, A> counted = new SimpleForwardingServerCall<>(call) {
                @Override
                public void sendMessage(A message) {
                    batchesOut.incrementAndGet();
                    tokensOut.addAndGet(((TokenBatch) message).size());
                    super.sendMessage(message);
                }
            };
            return new SimpleForwardingServerCallListener<>(next.startCall(counted, headers)) {
                @Override
                public void onMessage(Q message) {
                    batchesIn.incrementAndGet();
                    tokensIn.addAndGet(((TokenBatch) message).size());
                    super.onMessage(message);
                }
            };
        }
    }
}
