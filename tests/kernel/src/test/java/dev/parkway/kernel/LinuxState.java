package dev.parkway.kernel;

import dev.parkway.tcp.TcpState;

/** Linux's name for a state, and ours. In the order of the numbers that its socket table shows, from 1. */
enum LinuxState {
    TCP_ESTABLISHED(TcpState.ESTABLISHED),
    TCP_SYN_SENT(TcpState.SYN_SENT),
    TCP_SYN_RECV(TcpState.SYN_RCVD),
    TCP_FIN_WAIT1(TcpState.FIN_WAIT_1),
    TCP_FIN_WAIT2(TcpState.FIN_WAIT_2),
    TCP_TIME_WAIT(TcpState.TIME_WAIT),
    TCP_CLOSE(TcpState.CLOSED),
    TCP_CLOSE_WAIT(TcpState.CLOSE_WAIT),
    TCP_LAST_ACK(TcpState.LAST_ACK),
    TCP_LISTEN(TcpState.LISTEN),
    TCP_CLOSING(TcpState.CLOSING);

    private final TcpState state;

    LinuxState(TcpState state) {
        this.state = state;
    }

    /** Reads a state as the trace writes it, such as {@code TCP_FIN_WAIT1}. */
    static TcpState traced(String name) {
        return valueOf(name).state;
    }

    /** Reads a state as the socket table writes it, such as {@code 04}. */
    static TcpState listed(String hex) {
        return values()[Integer.parseInt(hex, 16) - 1].state;
    }
}
