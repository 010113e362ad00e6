package dev.parkway.service;

import dev.parkway.tcp.Edge;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.Transition;

/** Says in a line what a transition was and what its new state means. */
final class Explanation {

    private Explanation() {}

    static String of(Transition transition) {
        return how(transition) + meaning(transition.to());
    }

    private static String how(Transition transition) {
        Edge edge = transition.edge();
        if (edge == null) {
            return transition.cause() == null ? "" : transition.cause() + "; ";
        }
        // X11 is every state's way out, and what it stands for here is its cause.
        String what = edge == Edge.X11 ? String.valueOf(transition.cause()) : edge.text();
        return what + " (" + edge + ", RFC 9293 section " + edge.section() + "); ";
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
