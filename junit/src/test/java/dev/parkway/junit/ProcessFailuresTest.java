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
        try (Driven driven = new Driven(PointServer.GRACE)) {
            ControlConnection connection = driven.comeToX();

            driven.session.close();
            connection.finish();

            driven.board.awaitNobody();
            assertThat(driven.board.end(true))
                    .hasMessage("the order names points that nobody has passed: bob:w, alice:x"
                            + "; bob has not passed any point; alice has not passed any point; passed so far: nothing");
        }
    }

    @Test
    void thread_isInterruptedAtAPoint_doesNotPassIt() throws Exception {
        try (Driven driven = new Driven(PointServer.GRACE)) {
            ControlConnection connection = driven.comeToX();

            // What its side says when its wait is interrupted; the process lives on.
            connection.finish();

            driven.board.awaitNobody();
            driven.board.come(Visit.reached("bob", "w"));
            assertThat(driven.board.passed()).containsExactly(new Point("bob", "w"));
        }
    }

    @Test
    void close_processIsAttachedAndNobodyOnHisWay_doesNotWait() throws Exception {
        // Would time out, by JUnit's clock and not by ours.
        try (Driven driven = new Driven(Duration.ofHours(1))) {
            driven.board.come(Visit.reached("bob", "w"));
            try (ControlConnection connection = driven.session.connect()) {
                connection.unpark();
                connection.park();
            }

            driven.server.close();

            assertThat(driven.session.ended().join().toString()).contains("the server ended the session");
        }
    }

    /** A process that alice is in, seen from its test: she may pass x when bob has passed w. */
    private static final class Driven implements AutoCloseable {

        final Board board = new Board(Duration.ofSeconds(100));
        final PointServer server;
        final ClientSession session;
        private final ManagedChannel channel;

        Driven(Duration grace) throws Exception {
            board.order(List.of(Point.parse("bob:w"), Point.parse("alice:x")));
            server = new PointServer(board, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    grace);
            channel = Grpc.newChannelBuilderForAddress("localhost", server.port(),
                    InsecureChannelCredentials.create()).build();
            session = ClientSession.open(channel, new SessionTerms("alice:x", "reached", Duration.ZERO, 0), 1,
                    SessionTimeouts.DEFAULT);
        }

        /** Returns alice's side of her visit once she is held. */
        ControlConnection comeToX() throws InterruptedException {
            ControlConnection connection = session.connect();
            connection.unpark();
            board.awaitHeld(Point.parse("alice:x"));
            return connection;
        }

        @Override
        public void close() {
            session.close();
            channel.shutdownNow();
            server.close();
        }
    }

    @Test
    void deadlock_ofTwoProcesses_isToldAtOnceAndBothAreToldOff() {
        Outcome.fails(Stuck.class, "deadlock", Outcome.OF_A_CIRCLE);
    }

    /** Tests that are to fail. */
    static final class Stuck {

        @RegisterExtension
        final SyncPoints points = new SyncPoints(Duration.ofSeconds(100));

        @Test
        void deadlock() throws Exception {
            Outcome.orderACircle(points);
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
