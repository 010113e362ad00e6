package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parkway.parker.TurnResult;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ControlListenerTest {

    private final List<String> order = new CopyOnWriteArrayList<>();

    /** Part of a side's thread that may throw. */
    @FunctionalInterface
    private interface Side {
        void run() throws Exception;
    }

    @Test
    void twoSides_parkAndUnpark_goHandInHand() throws Exception {
        try (ControlListener listener = ControlListener.listen(0)) {
            CompletableFuture<Void> pong = side(() -> {
                try (ControlConnection connection = listener.accept()) {
                    for (int i = 1; i <= 3; i++) {
                        connection.park();
                        order.add("pong " + i);
                        connection.unpark();
                    }
                }
            });
            try (ClientSession session = open(listener); ControlConnection connection = session.connect()) {
                for (int i = 1; i <= 3; i++) {
                    order.add("ping " + i);
                    connection.unpark();
                    connection.park();
                }
            }
            pong.get(30, TimeUnit.SECONDS);
        }

        assertThat(order).containsExactly("ping 1", "pong 1", "ping 2", "pong 2", "ping 3", "pong 3");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void open_targetIsASocketFile_sessionRuns(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("control.sock");
        AcceptQueue accepted = new AcceptQueue();
        Server server = EventLoops
                .carry(NettyServerBuilder.forAddress(new DomainSocketAddress(file.toString())))
                .channelType(EpollServerDomainSocketChannel.class).addService(new ControlServer(accepted))
                .build()
                .start();
        try {
            CompletableFuture<Void> peer = side(() -> {
                try (ControlConnection connection = accepted.accept()) {
                    connection.park();
                    connection.unpark();
                }
            });
            try (ClientSession session = ClientSession.open("unix://" + file);
                    ControlConnection connection = session.connect()) {
                connection.unpark();
                connection.park();
            }
            peer.get(30, TimeUnit.SECONDS);
        } finally {
            server.shutdownNow().awaitTermination();
        }
    }

    @Test
    void sessionClose_bothSidesFinished_isInOrder() throws Exception {
        try (ControlListener listener = ControlListener.listen(0)) {
            CompletableFuture<Void> peer = side(() -> listener.accept().close());
            ClientSession session = open(listener);
            try (session; ControlConnection connection = session.connect()) {
                connection.unpark();
            }

            assertThat(session.ended().get(30, TimeUnit.SECONDS)).isEqualTo(SessionEnd.closed());
            peer.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void park_peerClosesInstead_saysSoAndGoesOnToSayIt() throws Exception {
        try (ControlListener listener = ControlListener.listen(0)) {
            CompletableFuture<Void> peer = side(() -> {
                try (ControlConnection connection = listener.accept()) {
                    connection.unpark();
                }
            });
            try (ClientSession session = open(listener); ControlConnection connection = session.connect()) {
                connection.flush();
                connection.park();

                for (int i = 0; i < 2; i++) {
                    assertThatExceptionOfType(NoTurnException.class).isThrownBy(connection::park)
                            .withMessage("turn 2 on connection " + session.name() + "/1: peer gone")
                            .matches(e -> e.result() == TurnResult.PEER_GONE);
                }
            }
            peer.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void park_interrupted_clearsTheStatusAndLosesNoTurn() throws Exception {
        try (ControlListener listener = ControlListener.listen(0);
                ClientSession session = open(listener);
                ControlConnection connection = session.connect()) {
            connection.flush();
            try (ControlConnection peer = listener.accept()) {
                Thread.currentThread().interrupt();
                assertThatExceptionOfType(InterruptedException.class).isThrownBy(connection::park);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();

                peer.unpark();
                connection.park();
                connection.finish();
            }
        }
    }

    @Test
    void close_nobodyAccepted_refuses() throws Exception {
        ControlListener listener = ControlListener.listen(0);
        try (ClientSession session = open(listener); ControlConnection connection = session.connect()) {
            connection.unpark();
            CompletableFuture<Void> refused = side(() -> {
                try {
                    connection.park();
                } finally {
                    connection.finish();
                }
            });
            // Unless the connection came, there is nothing to refuse yet.
            Site.awaitZero("queue", () -> listener.waiting() == 1 ? 0 : 1);
            listener.close();

            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> refused.get(30,
                    TimeUnit.SECONDS))
                    .havingCause().matches(e -> e instanceof NoTurnException no
                            && no.result() == TurnResult.REFUSED);
        }
    }

    @Test
    void accept_timeOver_isEmpty_andASessionThatIsLostLeavesNothing() throws Exception {
        AcceptQueue queue = new AcceptQueue();
        assertThat(queue.accept(Duration.ZERO)).isEmpty();
        try (Site site = Site.of(Transport.NETTY, queue)) {
            ClientSession session = ClientSession.open(site.channel());
            ControlConnection connection = session.connect();
            connection.unpark();
            Site.awaitZero("connections to come", () -> 1 - site.control.connections());

            session.close();
            connection.finish();

            site.awaitNothingLeft();
            assertThat(queue.accept(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void accept_queueOrSessionHasJustEnded_refuses() {
        AcceptQueue queue = new AcceptQueue();
        SessionInfo info = new SessionInfo(SessionId.random(), Site.TERMS);
        ConnectionHandler ended = queue.open(info);
        ConnectionHandler open = queue.open(info);
        ended.ended(SessionEnd.closed());
        SessionSide side = SessionSide.attached();

        ControlConnection late = side.connect();
        ended.accept(late);
        assertThat(late.ownEnded()).isTrue();

        ControlConnection taken = side.connect();
        open.accept(taken);
        assertThat(taken.ownEnded()).isFalse();
        queue.close();
        assertThat(taken.ownEnded()).isTrue();

        ControlConnection later = side.connect();
        open.accept(later);
        assertThat(later.ownEnded()).isTrue();
        assertThat(queue.size()).isZero();
    }

    private static ClientSession open(ControlListener listener) throws InterruptedException {
        return ClientSession.open("localhost:" + listener.port());
    }

    private static CompletableFuture<Void> side(Side side) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                side.run();
                end.complete(null);
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }
}
