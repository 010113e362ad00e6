package dev.parkway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.telemetry.Telemetry;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
final class ServerChannelsTest {

    private final Server server = NettyServerBuilder
            .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).build();
    private ServerChannels channels = channels("localhost:1");

    private static ServerChannels channels(String name) {
        ClientOptions options = CommandLine.populateCommand(new ClientOptions(), "--server", name);
        return new ServerChannels(options, options.certificates(), Telemetry.NONE);
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
        channels.close();
        channels = channels("localhost:" + server.getPort());
        // The first connection of a process takes its time.
        while (channels.any().getState(true) != ConnectivityState.READY) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        channels.close();
        server.shutdownNow().awaitTermination();
    }

    private String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Test
    void keep_severalSessionsOfAServer_shareItsChannelUntilTheLastLetsGo() throws InterruptedException {
        Channel first = channels.keep(address());

        assertThat(first).isNotSameAs(channels.any());
        assertThat(channels.keep(address())).isSameAs(first).isSameAs(channels.at(address()));
        assertThat(first.authority()).as("who is there must be who the name says")
                .isEqualTo(channels.any().authority());

        channels.release(address());
        assertThat(((ManagedChannel) first).isShutdown()).isFalse();
        channels.release(address());
        assertThat(((ManagedChannel) first).isShutdown()).isTrue();
        assertThat(channels.at(address())).isSameAs(channels.any());
    }

    @Test
    void keep_nobodyAtTheAddress_goesOnByTheName() throws Exception {
        String nobody = address();
        server.shutdownNow().awaitTermination();

        assertThat(channels.keep(nobody)).isSameAs(channels.any());
        assertThat(channels.at(nobody)).isSameAs(channels.any());
        channels.release(nobody);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "none", "unix:/run/x.sock", "unix:///run/x.sock", "dns:///127.0.0.1:1", "a b:1",
                    "127.0.0.1", "127.0.0.1:123456", "xds:///x:1"})
    void keep_wordThatIsNoHostAndPort_isNotDialled(String address) throws InterruptedException {
        assertThat(channels.keep(address)).isSameAs(channels.any());
        channels.release(address);
    }

    @Test
    void close_sessionsLeft_closesAllChannels() throws InterruptedException {
        ManagedChannel kept = (ManagedChannel) channels.keep(address());

        channels.close();

        assertThat(kept.isShutdown()).isTrue();
        assertThat(channels.any().isShutdown()).isTrue();
    }
}
