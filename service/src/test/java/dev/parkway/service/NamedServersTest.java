package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parkway.inspection.Inspector;
import dev.parkway.inspection.Peer;
import dev.parkway.inspection.Peers;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class NamedServersTest {

    private final Told told = new Told();
    private final Certificates none = Certificates.load(false, "", "", "");

    @AfterEach
    void close() {
        told.close();
        none.close();
    }

    private NamedServers servers() {
        return NamedServers.of(Told.TARGET, "", none);
    }

    @Test
    void present_nameChanges_keepsWhoStaysAndClosesWhoHasGone() {
        told.tell("10.0.0.2", "10.0.0.1");
        try (NamedServers servers = servers()) {
            await(servers, "10.0.0.2:50051", "10.0.0.1:50051");
            List<Peer> before = servers.present();
            assertThat(before).map(Peer::address).containsExactly("10.0.0.2:50051", "10.0.0.1:50051");
            assertThat(before)
                    .allSatisfy(each -> assertThat(each.channel().authority()).isEqualTo("servers.test"));

            told.tell("10.0.0.3", "10.0.0.1", "fd00::1");
            await(servers, "10.0.0.3:50051", "10.0.0.1:50051");

            assertThat(servers.present().getLast()).isEqualTo(before.getLast());
            assertThat(isOpen(before.getFirst())).isFalse();
            assertThat(servers.present()).allMatch(NamedServersTest::isOpen);
        }
    }

    @Test
    void present_nobodyCanSay_keepsThoseThatWereKnownAndTellsWhy() {
        told.tell("10.0.0.1");
        try (NamedServers servers = servers()) {
            await(servers, "10.0.0.1:50051");
            assertThat(servers.unknown()).isEmpty();

            told.fail(Status.UNAVAILABLE.withDescription("gone fishing"));
            until(() -> servers.present().size() == 1 && servers.unknown().isPresent());
            assertThat(servers.unknown())
                    .contains(new Peers.Unasked(Told.TARGET, "UNAVAILABLE: gone fishing"));

            told.tell("10.0.0.1", "10.0.0.2");
            await(servers, "10.0.0.1:50051", "10.0.0.2:50051");
            assertThat(servers.unknown()).isEmpty();
        }
    }

    @Test
    void lookUp_nobodyCanSay_fails() {
        try (NamedServers servers = servers()) {
            assertThatThrownBy(servers::lookUp).isInstanceOf(StatusRuntimeException.class)
                    .hasMessage("UNAVAILABLE: nobody");
        }
    }

    @Test
    void with_oneself_isFirstByItsOwnChannelWhetherItBearsTheNameOrNot() {
        ManagedChannel own = NettyChannelBuilder.forAddress("localhost", 1).usePlaintext().build();
        try (NamedServers servers = NamedServers.with(Told.TARGET, none, new NamedServers.Self(own, "myself",
                new InetSocketAddress("10.0.0.2", 50051)::equals))) {
            assertThat(servers.present()).containsExactly(new Peer("myself", own));
            until(() -> {
                List<Peer> _ = servers.present();
                return servers.unknown().isPresent();
            });

            told.tell("10.0.0.1", "10.0.0.2");
            await(servers, "10.0.0.2:50051", "10.0.0.1:50051");
            assertThat(servers.present().getFirst().channel()).isSameAs(own);

            told.tell("10.0.0.1");
            await(servers, "myself", "10.0.0.1:50051");
        }
        assertThat(own.isShutdown()).as("stays its maker's").isFalse();
        own.shutdownNow();
    }

    @Test
    void why_nobodyListens_saysWhatIsAtTheBottomOfIt() throws Exception {
        try (NamedServers servers = NamedServers.of("127.0.0.1:" + free(), "", none)) {
            Peer peer = servers.lookUp().getFirst();
            Inspector inspector = new Inspector(peer.channel(), Duration.ofSeconds(30));

            assertThat(servers.why(catchThrowableOfType(StatusRuntimeException.class, inspector::counted)))
                    .startsWith("UNAVAILABLE: ").contains("refused");
        }
    }

    private static int free() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean isOpen(Peer peer) {
        return !((ManagedChannel) peer.channel()).isShutdown();
    }

    /** Who asks on and on hears of changes after a second. */
    private static void await(NamedServers servers, String... addresses) {
        until(() -> servers.present().stream().map(Peer::address).toList().equals(List.of(addresses)));
    }

    private static void until(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(deadlineNanos - System.nanoTime()).as("time left").isPositive();
            Thread.onSpinWait();
        }
    }
}
