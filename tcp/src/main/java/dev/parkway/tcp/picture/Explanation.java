package dev.parkway.tcp.picture;

import dev.parkway.script.Cause;
import dev.parkway.script.Transition;
import dev.parkway.script.picture.Plain;
import dev.parkway.tcp.TcpEdge;

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
        Cause cause = record.cause();
        if (record.edge() instanceof TcpEdge edge) {
            String ending = cause instanceof Cause.Ended ? Plain.text(cause) + ", taken as " : "";
            return ending + edge.text() + " (" + edge + ", RFC 9293 " + edge.section() + "): " + meaning;
        }
        return Cause.CRASH.equals(cause)
                ? "the connection's state is lost (an event of the environment, not of the RFC): " + meaning
                : meaning;
    }
}
