package dev.parkway.tcp;

import static dev.parkway.tcp.Segment.ACK;
import static dev.parkway.tcp.Segment.FIN;
import static dev.parkway.tcp.Segment.FIN_ACK;
import static dev.parkway.tcp.Segment.OLD_SYN;
import static dev.parkway.tcp.Segment.RST;
import static dev.parkway.tcp.Segment.RST_ACK;
import static dev.parkway.tcp.Segment.SYN;
import static dev.parkway.tcp.Segment.SYN_ACK;
import static dev.parkway.tcp.TcpState.CLOSED;
import static dev.parkway.tcp.TcpState.CLOSE_WAIT;
import static dev.parkway.tcp.TcpState.CLOSING;
import static dev.parkway.tcp.TcpState.ESTABLISHED;
import static dev.parkway.tcp.TcpState.FIN_WAIT_1;
import static dev.parkway.tcp.TcpState.FIN_WAIT_2;
import static dev.parkway.tcp.TcpState.LAST_ACK;
import static dev.parkway.tcp.TcpState.LISTEN;
import static dev.parkway.tcp.TcpState.SYN_RCVD;
import static dev.parkway.tcp.TcpState.SYN_SENT;
import static dev.parkway.tcp.TcpState.TIME_WAIT;
import static dev.parkway.tcp.TcpTimer.TWO_MSL;
import static dev.parkway.tcp.TcpTimer.USER;
import static dev.parkway.tcp.UserCall.ABORT;
import static dev.parkway.tcp.UserCall.ACTIVE_OPEN;
import static dev.parkway.tcp.UserCall.CLOSE;
import static dev.parkway.tcp.UserCall.PASSIVE_OPEN;
import static dev.parkway.tcp.UserCall.SEND;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edge of the state diagram: the only ways from state to state that RFC 9293 has. This table is the one
 * that scripts are checked against when they are loaded, that traces are checked against, and that diagrams
 * are drawn from.
 *
 * <p>E1 to E20 are drawn in Figure 5; X1 to X11 stand only in its notes and in the text. Where the RFC
 * contradicts itself: on a reset SYN_SENT goes to CLOSED (§3.5.3, §3.10.7.3, not LISTEN as §3.5 has it); the
 * sender of a RST goes to CLOSED (§3.10.5, not TIME_WAIT as note 3 has it); a simultaneous open follows
 * Figure 7.
 */
public enum TcpEdge implements Edge {
    /** Begins to listen. */
    E1(from(CLOSED), LISTEN, "passive OPEN / create TCB", "3.10.1", by(PASSIVE_OPEN)),
    /** Asks for a connection. */
    E2(from(CLOSED), SYN_SENT, "active OPEN / create TCB, snd SYN", "3.10.1", by(ACTIVE_OPEN)),
    /** Stops listening. */
    E3(from(LISTEN), CLOSED, "CLOSE / delete TCB", "3.10.4", by(CLOSE)),
    /** Answers a connection request. */
    E4(from(LISTEN), SYN_RCVD, "rcv SYN / snd SYN,ACK", "3.10.7.2", on(SYN, OLD_SYN)),
    /** Sends from LISTEN, which makes the open an active one. */
    E5(from(LISTEN), SYN_SENT, "SEND / snd SYN", "3.10.2", by(SEND)),
    /** Gives up asking. */
    E6(from(SYN_SENT), CLOSED, "CLOSE / delete TCB", "3.10.4", by(CLOSE)),
    /** Meets the peer's own request: a simultaneous open. */
    E7(from(SYN_SENT), SYN_RCVD, "rcv SYN / snd SYN,ACK", "3.10.7.3", on(SYN)),
    /** Is answered. */
    E8(from(SYN_SENT), ESTABLISHED, "rcv SYN,ACK / snd ACK", "3.10.7.3", on(SYN_ACK)),
    /** Listens again, the request having been withdrawn. */
    E9(from(SYN_RCVD), LISTEN, "rcv RST, origin passive OPEN / nothing", "3.10.7.4", Origin.PASSIVE,
            on(RST, RST_ACK)),
    /** Has its own request acknowledged. */
    E10(from(SYN_RCVD), ESTABLISHED, "rcv ACK of SYN / nothing", "3.10.7.4", on(ACK, SYN_ACK)),
    /** Closes before the handshake is complete. */
    E11(from(SYN_RCVD), FIN_WAIT_1, "CLOSE / snd FIN", "3.10.4", by(CLOSE)),
    /** Closes first. */
    E12(from(ESTABLISHED), FIN_WAIT_1, "CLOSE / snd FIN", "3.10.4", by(CLOSE)),
    /** Learns that the peer has closed. */
    E13(from(ESTABLISHED), CLOSE_WAIT, "rcv FIN / snd ACK", "3.10.7.4", on(FIN)),
    /** Has its FIN acknowledged. */
    E14(from(FIN_WAIT_1), FIN_WAIT_2, "rcv ACK of FIN / nothing", "3.10.7.4", on(ACK)),
    /** Meets the peer's own FIN: a simultaneous close. */
    E15(from(FIN_WAIT_1), CLOSING, "rcv FIN / snd ACK", "3.10.7.4", on(FIN)),
    /** Learns that the peer has closed as well. */
    E16(from(FIN_WAIT_2), TIME_WAIT, "rcv FIN / snd ACK", "3.10.7.4", on(FIN)),
    /** Has its FIN acknowledged after a simultaneous close. */
    E17(from(CLOSING), TIME_WAIT, "rcv ACK of FIN / nothing", "3.10.7.4", on(ACK)),
    /** Closes after the peer. */
    E18(from(CLOSE_WAIT), LAST_ACK, "CLOSE / snd FIN", "3.10.4", by(CLOSE)),
    /** Has the last FIN acknowledged. */
    E19(from(LAST_ACK), CLOSED, "rcv ACK of FIN / delete TCB", "3.10.7.4", on(ACK)),
    /** Has waited long enough. */
    E20(from(TIME_WAIT), CLOSED, "2MSL timeout / delete TCB", "3.10.8", by(TWO_MSL)),
    /** Has its FIN acknowledged by the very segment that brings the peer's. */
    X1(from(FIN_WAIT_1), TIME_WAIT, "rcv FIN that also ACKs our FIN / snd ACK", "3.10.7.4", on(FIN_ACK)),
    /** Turns from listening to asking. */
    X2(from(LISTEN), SYN_SENT, "active OPEN / snd SYN", "3.10.1", by(ACTIVE_OPEN)),
    /** Is refused. */
    X3(from(SYN_SENT), CLOSED, "rcv RST with an acceptable ACK / delete TCB", "3.10.7.3", on(RST_ACK)),
    /** Is refused in the middle of a simultaneous open. */
    X4(from(SYN_RCVD), CLOSED, "rcv RST, origin active OPEN / delete TCB", "3.10.7.4", Origin.ACTIVE,
            on(RST, RST_ACK)),
    /** Listens again, a second request having come for the first. */
    X5(from(SYN_RCVD), LISTEN, "rcv SYN, origin passive OPEN / nothing", "3.10.7.4", Origin.PASSIVE, on(SYN)),
    /** Is reset while its user still has the connection. */
    X6(from(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT), CLOSED, "rcv RST / tell user, delete TCB",
            "3.10.7.4", on(RST, RST_ACK)),
    /** Is reset after its user has closed. */
    X7(from(CLOSING, LAST_ACK, TIME_WAIT), CLOSED, "rcv RST / delete TCB", "3.10.7.4", on(RST, RST_ACK)),
    /** Is given up before the peer could know of it. */
    X8(from(LISTEN, SYN_SENT), CLOSED, "ABORT / delete TCB", "3.10.5", by(ABORT)),
    /** Is given up, and the peer told. */
    X9(from(SYN_RCVD, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT), CLOSED, "ABORT / snd RST, delete TCB",
            "3.10.5", by(ABORT)),
    /** Is given up when both sides have closed already. */
    X10(from(CLOSING, LAST_ACK, TIME_WAIT), CLOSED, "ABORT / delete TCB", "3.10.5", by(ABORT)),
    /** Waits no longer: patience, retransmissions or the session with the peer are at an end. */
    X11(EnumSet.allOf(TcpState.class), CLOSED, "USER TIMEOUT or retransmission limit R2 / delete TCB",
            "3.10.8, 3.8.3", by(USER));

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable.
    private final Set<TcpState> from;
    private final TcpState to;
    private final String text;
    private final String section;
    private final @Nullable Origin needed;
    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable.
    private final Set<Cause> causes;

    TcpEdge(Set<TcpState> from, TcpState to, String text, String section, Set<Cause> causes) {
        this(from, to, text, section, null, causes);
    }

    TcpEdge(Set<TcpState> from, TcpState to, String text, String section, @Nullable Origin needed,
            Set<Cause> causes) {
        this.from = Collections.unmodifiableSet(from);
        this.to = to;
        this.text = text;
        this.section = section;
        this.needed = needed;
        this.causes = causes;
    }

    @Override
    public Set<TcpState> from() {
        return from;
    }

    @Override
    public TcpState to() {
        return to;
    }

    /** {@return event and action, as the RFC writes them: {@code rcv SYN / snd SYN,ACK}} */
    @Override
    public String text() {
        return text;
    }

    /** {@return the section of RFC 9293 that says what happens on this edge, as in {@code 3.10.7.4}} */
    public String section() {
        return section;
    }

    /** {@return whether Figure 5 draws the edge; the others stand in its notes or in the text} */
    public boolean drawn() {
        return name().startsWith("E");
    }

    @Override
    public Set<Cause> causes() {
        return causes;
    }

    @Override
    public boolean ending() {
        return this == X11;
    }

    /** A connection may be told to stay ESTABLISHED before its user closes it. */
    @Override
    public boolean held() {
        return this == E12;
    }

    /**
     * Says whether a side in SYN_RCVD that came there in a given way may take this edge with this cause.
     *
     * @param cause the cause
     * @param how how the side came to SYN_RCVD; null in every other state
     * @return true if it may; an edge out of another state does not ask
     */
    public boolean allows(Cause cause, @Nullable Origin how) {
        if (!from.contains(SYN_RCVD)) {
            return true;
        }
        // A SYN+ACK acknowledges our SYN only in a simultaneous open, Figure 7.
        Origin wanted = this == E10 && cause.equals(SYN_ACK.received()) ? Origin.ACTIVE : needed;
        return wanted == null || wanted == how;
    }

    @Override
    public Optional<String> objection(Cause cause, @Nullable Edge entered) {
        Origin how = entered instanceof TcpEdge edge ? edge.origin() : null;
        return allows(cause, how) ? Optional.empty()
                : Optional.of("when SYN_RCVD was entered by "
                        + (how == Origin.ACTIVE ? "an active" : "a passive") + " OPEN");
    }

    /** {@return how a side stands in SYN_RCVD that came there by this edge; null if it leads elsewhere} */
    public @Nullable Origin origin() {
        if (to != SYN_RCVD) {
            return null;
        }
        return this == E4 ? Origin.PASSIVE : Origin.ACTIVE;
    }

    private static Set<TcpState> from(TcpState first, TcpState... more) {
        return EnumSet.of(first, more);
    }

    private static Set<Cause> by(Cause cause) {
        return Set.of(cause);
    }

    private static Set<Cause> on(Segment... segments) {
        Set<Cause> causes = new LinkedHashSet<>();
        for (Segment segment : segments) {
            causes.add(segment.received());
        }
        return Collections.unmodifiableSet(causes);
    }
}
