package dev.parkway.control;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A port at which other processes open connections, for those who have no gRPC server; a {@code ServerSocket} whose
 * connections carry turns.
 *
 * <pre>{@code
 * try (ControlListener listener = ControlListener.listen(50051);
 *         ControlConnection connection = listener.accept()) {
 *     connection.park();   // until the peer unparks
 *     connection.unpark();
 * }
 * }</pre>
 *
 * <p>It speaks plaintext and asks nobody who he is, which is meant for loopback and for a network of one's own. For
 * TLS, or other limits, add a {@link ControlServer} to a gRPC server that has them.
 */
public final class ControlListener implements AutoCloseable {

    /** How long what was said gets to leave when the listener closes. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final AcceptQueue queue;
    private final ControlServer control;
    private final Server server;

    private ControlListener(AcceptQueue queue, ControlServer control, Server server) {
        this.queue = queue;
        this.control = control;
        this.server = server;
    }

    /**
     * Listens on loopback, where processes of this machine alone can connect.
     *
     * @param port which one; 0 for one that is free
     * @return the open listener
     * @throws IOException if the port cannot be had
     */
    public static ControlListener listen(int port) throws IOException {
        return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Listens at an address of this machine.
     *
     * @param address host and port; port 0 for one that is free
     * @return the open listener
     * @throws IOException if the address cannot be had
     */
    public static ControlListener listen(InetSocketAddress address) throws IOException {
        AcceptQueue queue = new AcceptQueue();
        ControlServer control = new ControlServer(queue);
        Server server = EventLoops.carry(NettyServerBuilder.forAddress(address))
                .maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES).directExecutor()
                .addService(control).build().start();
        return new ControlListener(queue, control, server);
    }

    /** {@return the port at which it listens} */
    public int port() {
        return server.getPort();
    }

    /**
     * Takes the connection that has waited longest, waiting for one as long as it takes.
     *
     * @return this side of it, for the calling thread or another to run; whoever runs it closes it
     * @throws InterruptedException if the thread was interrupted before one came
     */
    public ControlConnection accept() throws InterruptedException {
        return queue.accept();
    }

    /** How many connections nobody has accepted yet. */
    int waiting() {
        return queue.size();
    }

    /**
     * Closes the port. Connections that nobody has accepted are refused. Those that run get a second to finish, and so
     * does a client that has none but has not ended its session; then waits end as drained. An interrupt stays set, and
     * cuts that short.
     */
    @Override
    public void close() {
        try {
            queue.close();
            var _ = control.drain(GRACE);
            server.shutdown().awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.shutdownNow();
        }
    }

    @Override
    public String toString() {
        return "listener at port " + port();
    }
}
