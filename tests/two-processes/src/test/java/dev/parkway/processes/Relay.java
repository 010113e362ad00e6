package dev.parkway.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A network between a client and its server: it hands TCP connections on, until it is told not to. */
@SuppressWarnings("AddressSelection") // The hosts are addresses of loopback, each of which is one.
final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<Cable> cables = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private volatile InetSocketAddress target = new InetSocketAddress(Launch.LOOPBACK, 0);
    private volatile boolean closed;

    Relay() {
        this(Launch.LOOPBACK, 0);
    }

    /** A network that is reached at an address of loopback. */
    Relay(String host, int port) {
        try {
            listener = new ServerSocket(port, 50, InetAddress.getByName(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread _ = Thread.ofPlatform().daemon().name("relay").start(this::accept);
    }

    /** Relays to an address of loopback from now on. Until it is told where, nobody gets through. */
    void to(String host, int port) {
        target = new InetSocketAddress(host, port);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many bytes it has handed on. */
    long bytes() {
        return bytes.get();
    }

    /** How many connections it has cut or darkened. */
    long broken() {
        return broken.get();
    }

    /** Resets all its connections, which both sides notice at once. The next are handed on. */
    void cut() {
        for (Cable cable : cables) {
            broken.incrementAndGet();
            cable.cut();
        }
    }

    /**
     * Swallows all that comes on its present connections from now on, and does not even tell one side that the
     * other has closed. The next are handed on.
     */
    void darken() {
        for (Cable cable : cables) {
            broken.incrementAndGet();
            cable.dark = true;
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                Cable cable = new Cable(client);
                cables.add(cable);
                cable.connect();
            } catch (IOException e) {
                // Closed, or a connection that came to nothing: its side will say so.
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cables.forEach(Cable::cut);
        }
    }

    /** One connection: a socket on either side, and two threads that hand on what comes. */
    private final class Cable {

        private final Socket client;
        private final Socket server = new Socket();
        private volatile boolean dark;

        Cable(Socket client) {
            this.client = client;
        }

        void connect() throws IOException {
            try {
                server.connect(target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
            } catch (IOException e) {
                cut();
                throw e;
            }
            Thread _ = Thread.ofPlatform().daemon().name("relay there").start(() -> carry(client, server));
            Thread _ = Thread.ofPlatform().daemon().name("relay back").start(() -> carry(server, client));
        }

        private void carry(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try (InputStream in = from.getInputStream()) {
                OutputStream out = to.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (!dark) {
                        out.write(buffer, 0, length);
                        bytes.addAndGet(length);
                    }
                }
            } catch (IOException e) {
                // Reset by its end or by us.
            }
            if (!dark) {
                cut();
            }
        }

        void cut() {
            cables.remove(this);
            reset(client);
            reset(server);
        }

        private static void reset(Socket socket) {
            try {
                // No lingering: what is under way is lost, and the other end sees a reset.
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // Closed already.
            }
        }
    }
}
