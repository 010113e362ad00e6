package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the one side sees when the other's process or network goes away. */
@Timeout(120)
final class VanishTest {

    private static final int CONNECTIONS = 200;
    private static final TurnScript CLIENT = new TurnScript("!??");

    private final Counterparty counterparty = Counterparty.running("?!?");

    @ParameterizedTest
    @EnumSource
    void client_vanishes_serverThreadsEndAsLost(Transport transport) throws Exception {
        try (Site site = Site.of(transport, counterparty, Site.NO_LINGER_LIMITS);
                ClientSession bystander = site.open(1)) {
            ManagedChannel channel = site.channel();
            ClientSession session = ClientSession.open(channel, Site.TERMS, 2, Site.NO_LINGER);
            List<CompletableFuture<TurnResult>> clients = midway(session, site);
            ControlConnection kept = bystander.connect();
            kept.unpark();
            assertThat(kept.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);

            channel.shutdownNow();

            for (int i = 0; i < CONNECTIONS; i++) {
                assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.SESSION_LOST);
            }
            assertThat(counterparty.awaitSessionEnd().cause()).contains(TurnResult.SESSION_LOST);
            assertAllLost(session, clients);
            Site.awaitZero("other connections", () -> site.control.connections() - 1);
            Site.awaitZero("other threads", () -> site.control.runningThreads() - 1);
            kept.unpark();
            kept.finish();
            assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.TURN_TAKEN);
            assertThat(bystander.finish(Site.PATIENCE).orderly()).isTrue();
            site.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_vanishes_clientThreadsEndAsLostAtOnce(Transport transport) throws Exception {
        try (Site site = Site.of(transport, counterparty, Site.NO_LINGER_LIMITS);
                ClientSession session = ClientSession.open(site.channel(), Site.TERMS, 2, Site.NO_LINGER)) {
            List<CompletableFuture<TurnResult>> clients = midway(session, site);

            site.server.shutdownNow();

            assertAllLost(session, clients);
            assertThat(CLIENT.run(session.connect())).isEqualTo(TurnResult.SESSION_LOST);
            site.awaitNothingLeft();
        }
    }

    /** Starts connections on which both sides wait. */
    private static List<CompletableFuture<TurnResult>> midway(ClientSession session, Site site) {
        List<CompletableFuture<TurnResult>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(ClientThreads.start(session, CLIENT));
        }
        Site.awaitZero("connections to come", () -> CONNECTIONS - site.control.runningThreads());
        return clients;
    }

    private static void assertAllLost(ClientSession session, List<CompletableFuture<TurnResult>> clients)
            throws Exception {
        for (CompletableFuture<TurnResult> client : clients) {
            assertThat(client.get(30, TimeUnit.SECONDS)).isEqualTo(TurnResult.SESSION_LOST);
        }
        assertThat(session.ended().get(30, TimeUnit.SECONDS).cause()).contains(TurnResult.SESSION_LOST);
        assertThat(session.connections()).isZero();
    }
}
