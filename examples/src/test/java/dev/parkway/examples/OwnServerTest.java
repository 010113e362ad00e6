package dev.parkway.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.control.AcceptQueue;
import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlServer;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Adds turns to the gRPC server and the channel that one has. */
@Timeout(60)
final class OwnServerTest {

    @Test
    void turns_overAServerAndAChannelOfOnesOwn_areTaken() throws Exception {
        AcceptQueue accepted = new AcceptQueue();
        ControlServer control = new ControlServer(accepted);
        Server server = InProcessServerBuilder.forName("own").addService(control).build().start();
        ManagedChannel channel = InProcessChannelBuilder.forName("own").build();
        try (ClientSession session = ClientSession.open(channel);
                ControlConnection here = session.connect()) {
            here.unpark();
            ControlConnection there = accepted.accept();
            there.park();
            there.unpark();
            there.finish();
            here.park();
        } finally {
            assertThat(control.drain(Duration.ofSeconds(10))).isZero();
            channel.shutdownNow();
            server.shutdownNow();
        }
    }
}
