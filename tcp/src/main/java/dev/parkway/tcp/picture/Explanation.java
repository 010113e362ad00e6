package dev.parkway.tcp.picture;

import dev.parkway.tcp.Cause;
import dev.parkway.tcp.Edge;
import dev.parkway.tcp.Transition;

/** Says in words what a transition means, and where RFC 9293 says so. */
public final class Explanation {

    private Explanation() {}

    /**
     * Explains a transition.
     *
     * @param record the transition
     * @return a line, as in {@code rcv SYN,ACK / snd ACK (E8, RFC 9293 3.10.7.3): open, data may flow both ways}
     */
    public static String of(Transition record) {
        String meaning = record.to().meaning();
        Edge edge = record.edge();
        Cause cause = record.cause();
        if (edge != null) {
            String ending = cause instanceof Cause.Ended ? Plain.text(cause) + ", taken as " : "";
            return ending + edge.text() + " (" + edge + ", RFC 9293 " + edge.section() + "): " + meaning;
        }
        return Cause.CRASH.equals(cause)
                ? "the connection's state is lost (an event of the environment, not of the RFC): " + meaning
                : meaning;
    }
}
