package dev.parkway.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
final class ProcessFailuresTest {

    @Test
    void process_isGone_isNotWaitedForAnyMore() throws Exception {
        Board board = new Board(Duration.ofSeconds(100));
        board.order(List.of(Point.parse("bob:w"), Point.parse("alice:x")));
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (PointServer server = new PointServer(board, loopback)) {
            ManagedChannel channel = Grpc.newChannelBuilderForAddress("localhost", server.port(),
                    InsecureChannelCredentials.create()).build();
            ClientSession session = ClientSession.open(channel,
                    new SessionTerms("alice:x", "reached", Duration.ZERO, 0), 1, SessionTimeouts.DEFAULT);
            ControlConnection connection = session.connect();
            connection.unpark();
            board.awaitHeld(Point.parse("alice:x"));

            session.close();
            connection.finish();
            channel.shutdownNow();

            board.awaitNobody();
            assertThat(board.end(true))
                    .hasMessage("the order names points that nobody has passed: bob:w, alice:x"
                            + "; bob has not passed any point; alice has not passed any point; passed so far: nothing");
        }
    }

    @Test
    void deadlock_ofTwoProcesses_isToldAtOnceAndBothAreToldOff() {
        Outcome.fails(Stuck.class, "deadlock",
                "deadlock: alice waits at x for bob to pass z, bob waits at y for alice to pass w");
    }

    /** Tests that are to fail. */
    static final class Stuck {

        @RegisterExtension
        final SyncPoints points = new SyncPoints(Duration.ofSeconds(100));

        @Test
        void deadlock() throws Exception {
            points.order("bob:z", "alice:x");
            points.order("alice:w", "bob:y");
            try (Child alice = Child.walk(points.environment("alice"), "x", "w")) {
                points.awaitHeld("alice:x");
                try (Child bob = Child.walk(points.environment("bob"), "y", "z")) {
                    String told = "the test lets nobody pass any more, and says why";
                    assertThat(alice.end()).isEqualTo("1: []");
                    assertThat(alice.errors()).contains("alice at x: " + told);
                    assertThat(bob.end()).isEqualTo("1: []");
                    assertThat(bob.errors()).contains("bob at y: " + told);
                }
            }
        }
    }
}
