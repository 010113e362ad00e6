package dev.parkway.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A program of its own, run in a host's network namespace: it makes the calls that it is told to, one a
 * line, and answers each with {@code ok}, or with what went wrong. It touches a socket only when told to: a
 * segment that finds its socket in use is answered before the kernel tells of the state that it leads to.
 */
final class Sockets {

    /** The calls. */
    enum Call {
        /** Passive OPEN on the own port. */
        LISTEN,
        /** Active OPEN from the own port to the peer's. Returns when the SYN is sent. */
        CONNECT,
        /** Takes a connection over from the listener. */
        ACCEPT,
        /** Ends the own direction; where there is no connection yet, gives up the socket. */
        CLOSE,
        /** Gives up the connection at once, by a RST. */
        ABORT,
        /** Lets go of all sockets, after a play. */
        LEAVE
    }

    private final InetAddress own;
    private final InetAddress peer;
    private @Nullable ServerSocketChannel listener;
    private @Nullable SocketChannel connection;

    private Sockets(String own, String peer) throws IOException {
        this.own = InetAddress.getByName(own);
        this.peer = InetAddress.getByName(peer);
    }

    public static void main(String[] args) throws IOException {
        Sockets sockets = new Sockets(args[0], args[1]);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            String[] words = line.split(" ", -1);
            try {
                sockets.make(Call.valueOf(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                System.out.println("ok");
            } catch (IOException | RuntimeException e) {
                System.out.println(line + ": " + e);
            }
        }
    }

    private void make(Call call, int ownPort, int peerPort) throws IOException {
        switch (call) {
            case LISTEN -> {
                listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
                listener.bind(new InetSocketAddress(own, ownPort));
            }
            case CONNECT -> {
                connection = SocketChannel.open(StandardProtocolFamily.INET);
                // Not blocking: the play goes on, and calls again, before the answer comes.
                connection.configureBlocking(false);
                connection.bind(new InetSocketAddress(own, ownPort));
                connection.connect(new InetSocketAddress(peer, peerPort));
            }
            case ACCEPT -> connection = opened(listener).accept();
            case CLOSE -> close();
            case ABORT -> abort(opened(connection));
            case LEAVE -> leave();
        }
    }

    private void close() throws IOException {
        if (connection == null) {
            opened(listener).close();
        } else if (connection.isConnected() || connection.finishConnect()) {
            // Not close(): without a user Linux would not wait in FIN_WAIT_2 as the RFC does.
            connection.shutdownOutput();
        } else {
            connection.close();
        }
    }

    private void leave() throws IOException {
        if (connection != null) {
            abort(connection);
        }
        if (listener != null) {
            listener.close();
        }
        connection = null;
        listener = null;
    }

    private static void abort(SocketChannel connection) throws IOException {
        if (connection.isOpen()) {
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            connection.close();
        }
    }

    private static <T> T opened(@Nullable T channel) {
        if (channel == null) {
            throw new IllegalStateException("not opened yet");
        }
        return channel;
    }
}
