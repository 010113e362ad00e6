package dev.parkway.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A longer way between clients and server: TCP connections that carry every byte on so much later, in either
 * direction. It runs in the test and stands in for the kernel's own delay, which not every kernel has.
 */
final class Detour implements AutoCloseable {

    static final int PORT = 50061;

    private static final int SIZE = 16 * 1024;
    private static final int PIECES = 1_024;
    private static final long PAUSE_NANOS = 20_000_000;

    /** Bytes, and when they may go on. */
    private record Piece(ByteBuffer bytes, long dueNanos) {

        private static final Piece END = new Piece(ByteBuffer.allocate(0), 0);

        boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final long delayNanos;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int accepted;
    private volatile boolean closed;

    private Detour(InetSocketAddress from, InetSocketAddress to, Duration delay) {
        this.from = from;
        this.to = to;
        this.delayNanos = delay.toNanos();
    }

    /** Begins to carry what comes to an address of this machine, as soon as it has that address, to the server. */
    static Detour begin(String gateway, String server, Duration delay) {
        Detour detour = new Detour(new InetSocketAddress(gateway, PORT),
                new InetSocketAddress(server, Deployment.SERVER_PORT), delay);
        Thread _ = Thread.ofVirtual().name("detour").start(detour::listen);
        return detour;
    }

    /** How many connections there were. */
    int accepted() {
        return accepted;
    }

    private void listen() {
        while (!closed) {
            try (ServerSocket listening = new ServerSocket()) {
                listening.bind(from);
                while (!closed) {
                    carry(listening.accept());
                }
            } catch (BindException e) {
                // The network is yet to be made.
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (IOException e) {
                System.out.println("detour: " + e);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread listens.
    private void carry(Socket client) throws IOException {
        accepted++;
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        try {
            server.connect(to);
        } catch (IOException e) {
            // As the client would see it without a detour.
            client.close();
            return;
        }
        carry(client, server);
        carry(server, client);
    }

    private void carry(Socket source, Socket target) {
        BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES);
        Thread reader = Thread.ofVirtual().start(() -> read(source, underWay));
        Thread _ = Thread.ofVirtual().start(() -> {
            write(underWay, source, target);
            reader.interrupt();
        });
    }

    private void read(Socket source, BlockingQueue<Piece> underWay) {
        try {
            try {
                InputStream in = source.getInputStream();
                byte[] bytes = new byte[SIZE];
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    underWay.put(new Piece(ByteBuffer.wrap(Arrays.copyOf(bytes, count)),
                            System.nanoTime() + delayNanos));
                }
            } catch (IOException e) {
                // Ended, by whichever end.
            }
            underWay.put(Piece.END);
        } catch (InterruptedException e) {
            // Nobody takes it any more.
        }
    }

    private static void write(BlockingQueue<Piece> underWay, Socket source, Socket target) {
        try (source; target) {
            OutputStream out = target.getOutputStream();
            for (Piece piece = underWay.take(); !piece.isEnd(); piece = underWay.take()) {
                while (piece.dueNanos() - System.nanoTime() > 0) {
                    LockSupport.parkNanos(piece.dueNanos() - System.nanoTime());
                }
                out.write(piece.bytes().array());
            }
        } catch (IOException e) {
            // Ended, by whichever end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            // Lets go of the one that listens.
            new Socket(from.getAddress(), PORT).close();
        } catch (IOException e) {
            // It does not listen any more.
        }
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                System.out.println("detour: " + e);
            }
        }
    }
}
