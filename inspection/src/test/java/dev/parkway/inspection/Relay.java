package dev.parkway.inspection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A network on loopback, between whoever dials it and one port, that a test can cut. */
final class Relay implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger dialled = new AtomicInteger();

    Relay(int target) throws IOException {
        this.target = target;
        Thread _ = Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections it has carried so far. */
    int dialled() {
        return dialled.get();
    }

    /** Breaks every connection, both ways, with whatever is on its way. */
    void cut() {
        // One that is accepted meanwhile stays.
        open.removeIf(each -> {
            close(each);
            return true;
        });
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(near);
                open.add(far);
                dialled.incrementAndGet();
                Thread _ = Thread.ofVirtual().start(() -> carry(near, far));
                Thread _ = Thread.ofVirtual().start(() -> carry(far, near));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut, or the other end has gone: then this one goes too.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
