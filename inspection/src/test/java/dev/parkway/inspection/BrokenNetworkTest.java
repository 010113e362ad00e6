package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.History;
import dev.parkway.control.SessionId;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports over sockets that are cut while they are under way. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class BrokenNetworkTest {

    private static final int CUTS = 5;
    private static final int CONNECTIONS_A_CUT = 200;

    private final SessionId session = SessionId.random();
    private final Journal journal = new Journal(Served.limits(10_000), Duration.ZERO);
    private final Server server = NettyServerBuilder
            .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new ReportService(journal, Served.limits(10_000),
                    (id, _) -> Optional.of(new ReportingSession(id.name(), Histories.LOCKSTEP))))
            .build();

    @Test
    void report_networkCutAgainAndAgain_allArrivesOnce() throws IOException, InterruptedException {
        server.start();
        try (Relay relay = new Relay(server.getPort())) {
            ManagedChannel channel = NettyChannelBuilder
                    .forAddress(InetAddress.getLoopbackAddress().getHostAddress(), relay.port())
                    .usePlaintext().build();
            TransitionReporter reporter = new TransitionReporter(channel, session, Duration.ZERO, 100_000,
                    Duration.ofNanos(1), Duration.ZERO);
            TwoProcesses processes = new TwoProcesses(session.name(), Histories.LOCKSTEP, reporter, journal);
            List<History> clients = new ArrayList<>();
            for (int cut = 1; cut <= CUTS; cut++) {
                for (int i = 0; i < CONNECTIONS_A_CUT; i++) {
                    clients.add(processes.connect());
                }
                int dialled = cut;
                Served.await(() -> relay.dialled() >= dialled);
                relay.cut();
            }
            // Reported after the last cut: for this one it has to be dialled once more.
            clients.add(processes.connect());
            processes.join();

            assertThat(reporter.close(Duration.ofSeconds(60))).isTrue();
            assertThat(reporter.dropped()).isZero();
            assertThat(relay.dialled()).isGreaterThan(CUTS);
            assertThat(clients).hasSize(CUTS * CONNECTIONS_A_CUT + 1)
                    .allSatisfy(client -> assertThat(reported(client).transitions())
                            .isEqualTo(client.transitions()));
            channel.shutdownNow();
        } finally {
            journal.close();
            server.shutdownNow().awaitTermination();
        }
    }

    private History reported(History client) {
        return Objects.requireNonNull(Objects.requireNonNull(journal.find(client.name())).client());
    }
}
