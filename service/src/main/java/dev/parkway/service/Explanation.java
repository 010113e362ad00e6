package dev.parkway.service;

import dev.parkway.tcp.Edge;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.Transition;

/** Says in a line what a transition was and what its new state means. */
final class Explanation {

    private Explanation() {}

    static String of(Transition transition) {
        Edge edge = transition.edge();
        String how = edge == null
                ? transition.cause() == null ? "" : transition.cause() + "; "
                : transition.cause() + ": " + edge.text() + " (" + edge + ", RFC 9293 section "
                        + edge.section()
                        + "); ";
        return how + meaning(transition.to());
    }

    private static String meaning(TcpState state) {
        return switch (state) {
            case CLOSED -> "there is no connection";
            case LISTEN -> "waits for anybody's SYN";
            case SYN_SENT -> "has asked for a connection and waits for the answer";
            case SYN_RCVD -> "has been asked and has answered; waits to hear that the answer arrived";
            case ESTABLISHED -> "is open: data could flow both ways";
            case FIN_WAIT_1 -> "has no more to send; waits to hear that the peer knows";
            case FIN_WAIT_2 -> "the peer knows; waits until the peer too has no more to send";
            case CLOSE_WAIT -> "the peer has no more to send; this side still may";
            case CLOSING -> "both have said their last, at once; waits to hear that the peer knows";
            case LAST_ACK -> "has said its last, after the peer; waits to hear that the peer knows";
            case TIME_WAIT -> "all is said; stays for 2MSL in case the last ACK has to be repeated";
        };
    }
}
