package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions with several servers: each is the one's that opened it. */
@Timeout(60)
final class ServersTest {

    private static final TurnScript CLIENT = new TurnScript("!?!??!");
    private static final TurnScript SERVER = new TurnScript("?!?!!?");

    private static final SessionTimeouts QUICK = new SessionTimeouts(Site.PATIENCE,
            SessionTimeouts.DEFAULT_LINGER, Duration.ofMillis(1));

    /** Opens with one server after the other, as round robin does, and knows each by the address that it tells. */
    private record InTurn(List<Site> sites, List<ManagedChannel> channels, AtomicInteger next)
            implements
                Servers {

        InTurn(Site... sites) {
            this(List.of(sites), List.of(sites).stream().map(Site::channel).toList(), new AtomicInteger());
        }

        @Override
        public Channel any() {
            return new Channel() {
                @Override
                public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
                    return channels.get(Math.floorMod(next.getAndIncrement(), channels.size()))
                            .newCall(method, options);
                }

                @Override
                public String authority() {
                    return "any";
                }
            };
        }

        @Override
        public Channel at(String address) {
            return channels.get(sites.stream().map(ServersTest::address).toList().indexOf(address));
        }
    }

    private static String address(Site site) {
        return "127.0.0.1:" + site.server.getPort();
    }

    private static Site site() {
        return Site.reachedByItsAddress(Counterparty.running(SERVER.steps()));
    }

    @Test
    void resume_severalServers_returnsToTheOneThatOpened() throws Exception {
        try (Site first = site(); Site second = site(); Site third = site()) {
            InTurn servers = new InTurn(first, second, third);
            Cutter cutter = new Cutter();
            Servers cut = new Servers() {
                @Override
                public Channel any() {
                    return ClientInterceptors.intercept(servers.any(), cutter);
                }

                @Override
                public Channel at(String address) {
                    return ClientInterceptors.intercept(servers.at(address), cutter);
                }
            };
            for (Site opener : List.of(first, second, third)) {
                try (ClientSession session = ClientSession.open(cut, Site.TERMS, CLIENT.takes(),
                        QUICK, new Traffic())) {
                    assertThat(session.address()).isEqualTo(address(opener));
                    cutter.every(7);

                    assertThat(ClientThreads.run(session, _ -> CLIENT, 100, 10))
                            .containsExactly(Map.entry(TurnResult.TURN_TAKEN, 100));

                    cutter.every(0);
                    assertThat(session.finish(Site.PATIENCE)).isEqualTo(SessionEnd.closed());
                    assertThat(session.resumed()).isPositive();
                }
            }
            assertThat(servers.next()).as("calls by the name: one to open each").hasValue(3);
        }
    }

    @Test
    void resume_serverIsGone_isLostThoughOthersLive() throws Exception {
        try (Site first = site(); Site second = site()) {
            InTurn servers = new InTurn(first, second);
            try (ClientSession gone = open(servers); ClientSession stays = open(servers)) {
                first.server.shutdownNow();

                assertThat(CLIENT.run(gone.connect())).isEqualTo(TurnResult.SESSION_LOST);
                assertThat(CLIENT.run(stays.connect())).isEqualTo(TurnResult.TURN_TAKEN);
                assertThat(stays.finish(Site.PATIENCE).orderly()).isTrue();
                assertThat(servers.next()).hasValue(2);
            }
        }
    }

    private static ClientSession open(Servers servers) throws InterruptedException {
        return ClientSession.open(servers, Site.TERMS, CLIENT.takes(), Site.NO_LINGER, new Traffic());
    }
}
