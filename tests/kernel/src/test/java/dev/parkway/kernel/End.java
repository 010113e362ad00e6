package dev.parkway.kernel;

import dev.parkway.tcp.TcpState;
import java.util.Set;

/** One end of the connection that a play is about: its user's calls, and its place in the socket table. */
final class End {

    private final Host host;
    private final int port;
    private final int peerPort;

    End(Host host, int port, int peerPort) {
        this.host = host;
        this.port = port;
        this.peerPort = peerPort;
    }

    Host host() {
        return host;
    }

    KernelEvent.Bound bound() {
        return new KernelEvent.Bound(host.side(), host.address(), port);
    }

    void listen() {
        host.call(Sockets.Call.LISTEN, port, peerPort);
    }

    void connect() {
        host.call(Sockets.Call.CONNECT, port, peerPort);
    }

    void accept() {
        host.call(Sockets.Call.ACCEPT, port, peerPort);
    }

    void close() {
        host.call(Sockets.Call.CLOSE, port, peerPort);
    }

    void abort() {
        host.call(Sockets.Call.ABORT, port, peerPort);
    }

    /** Lets go of all that the play may have left: sockets, and segments kept back. */
    void leave() {
        host.reset();
        host.call(Sockets.Call.LEAVE, port, peerPort);
    }

    /** Waits until the kernel lists the connection in this state alone; in CLOSED if it lists none. */
    void awaits(TcpState state) {
        Set<TcpState> wanted = state == TcpState.CLOSED ? Set.of() : Set.of(state);
        Await.until(() -> host.listed(port, peerPort).equals(wanted),
                () -> host.side() + " in " + state + "; it is in " + host.listed(port, peerPort));
    }
}
