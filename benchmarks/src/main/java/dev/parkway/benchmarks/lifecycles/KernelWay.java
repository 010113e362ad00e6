package dev.parkway.benchmarks.lifecycles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real connections on loopback: the client connects and shuts its half down, the server closes when it sees
 * that, and the client when it sees the server's. TIME_WAIT, a minute there, keeps ports busy; so there are
 * several addresses.
 */
final class KernelWay implements Opening {

    /** A connection needs a file descriptor at either end. */
    static final int MOST_PARALLEL = 10_000;

    private static final int ADDRESSES = 16;
    private static final int BACKLOG = 4_096;

    private final int port;
    private final AtomicLong next = new AtomicLong();

    KernelWay(int port) {
        this.port = port;
    }

    static String serve() throws IOException {
        int port = 0;
        for (int i = 0; i < ADDRESSES; i++) {
            ServerSocket listener = new ServerSocket();
            listener.bind(address(i, port), BACKLOG);
            port = listener.getLocalPort();
            Thread _ = Thread.ofPlatform().daemon().name("accept-" + i).start(() -> accept(listener));
        }
        return Integer.toString(port);
    }

    private static InetSocketAddress address(long which, int port) {
        return new InetSocketAddress("127.0.7." + (1 + which % ADDRESSES), port);
    }

    private static void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket accepted = listener.accept();
                Thread _ = Thread.startVirtualThread(() -> closeAfterPeer(accepted));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closeAfterPeer(Socket socket) {
        try (socket) {
            awaitEnd(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(Socket socket) throws IOException {
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("a byte where none is sent");
        }
    }

    @Override
    public Result run(Share share) throws InterruptedException {
        long begunNanos = System.nanoTime();
        Slots slots = new Slots(share);
        long connections = slots.run(() -> Thread.startVirtualThread(() -> {
            openAndClose();
            slots.ended();
        }));
        return new Result(connections, System.nanoTime() - begunNanos, 0);
    }

    private void openAndClose() {
        try (Socket socket = new Socket()) {
            socket.connect(address(next.getAndIncrement(), port));
            socket.shutdownOutput();
            awaitEnd(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
