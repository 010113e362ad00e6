package dev.parkway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.EquivalentAddressGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerNamesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void of_hostAndPort_isThatAddress() throws InterruptedException {
        ServerNames names = ServerNames.of("127.0.0.1:50051", PATIENCE);

        assertThat(names.authority()).isEqualTo("127.0.0.1:50051");
        assertThat(names.oneOfEach()).containsExactly(at("127.0.0.1"));
        assertThat(ServerNames.of("dns:///127.0.0.1:50051", PATIENCE)).isEqualTo(names);
    }

    @Test
    void of_list_isAllOfIt() throws InterruptedException {
        try (Listed _ = new Listed()) {
            assertThat(ServerNames.of(Listed.target(1, 2, 3), PATIENCE).oneOfEach()).hasSize(3);
        }
    }

    @Test
    void of_noTarget_isRefused() {
        assertThatThrownBy(() -> ServerNames.of("no such:thing:", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneOfEach_bothFamilies_countsEachServerOnce() {
        assertThat(of("10.0.0.1", "10.0.0.2").oneOfEach()).hasSize(2);
        assertThat(of("fd00::1", "fd00::2").oneOfEach()).hasSize(2);
        assertThat(of("fd00::1", "10.0.0.1", "fd00::2", "10.0.0.2").oneOfEach())
                .containsExactly(at("10.0.0.1"), at("10.0.0.2"));
        assertThat(of("127.0.0.1", "::1").oneOfEach()).as("which one listens is the channel's to find out")
                .isEmpty();
    }

    private static ServerNames of(String... hosts) {
        return new ServerNames("servers.test", Arrays.stream(hosts).map(ServerNamesTest::at)
                .map(each -> new EquivalentAddressGroup(List.of(each))).toList());
    }

    private static SocketAddress at(String host) {
        return new InetSocketAddress(host, 50051);
    }
}
