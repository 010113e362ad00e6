package dev.parkway.service;

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
        assertThat(names.servers()).containsExactly(List.of(at("127.0.0.1")));
        assertThat(ServerNames.of("dns:///127.0.0.1:50051", PATIENCE)).isEqualTo(names);
    }

    @Test
    void of_list_isAllOfIt() throws InterruptedException {
        try (Told told = new Told()) {
            told.tell("10.0.0.1", "10.0.0.2", "10.0.0.3");
            assertThat(ServerNames.of(Told.TARGET, PATIENCE).servers()).hasSize(3);
        }
    }

    @Test
    void of_noTarget_isRefused() {
        assertThatThrownBy(() -> ServerNames.check("no such:thing:"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServerNames.of("no such:thing:", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void servers_bothFamilies_countsEachServerOnce() {
        assertThat(of("10.0.0.1", "10.0.0.2").servers()).hasSize(2);
        assertThat(of("fd00::1", "fd00::2").servers()).hasSize(2);
        assertThat(of("fd00::1", "10.0.0.1", "fd00::2", "10.0.0.2").servers())
                .containsExactly(List.of(at("10.0.0.1")), List.of(at("10.0.0.2")));
        assertThat(of("127.0.0.1", "::1").servers()).as("which one listens is the channel's to find out")
                .containsExactly(List.of(at("127.0.0.1"), at("::1")));
    }

    private static ServerNames of(String... hosts) {
        return new ServerNames("servers.test", Arrays.stream(hosts).map(ServerNamesTest::at)
                .map(each -> new EquivalentAddressGroup(List.of(each))).toList());
    }

    private static SocketAddress at(String host) {
        return new InetSocketAddress(host, 50051);
    }
}
