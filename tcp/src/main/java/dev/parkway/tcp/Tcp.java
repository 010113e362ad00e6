package dev.parkway.tcp;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Profile;
import dev.parkway.script.Protocol;
import dev.parkway.script.Script;
import dev.parkway.script.Side;
import dev.parkway.script.State;
import dev.parkway.script.Step;
import dev.parkway.script.Token;
import java.util.List;
import java.util.Optional;

/** TCP as a protocol: RFC 9293's states, segments, calls, timers and edges, which are enums of this package. */
public final class Tcp implements Protocol {

    /** The only one. */
    public static final Tcp PROTOCOL = new Tcp();

    // Once for all: they are asked for at every record.
    private static final List<TcpState> STATES = List.of(TcpState.values());
    private static final List<Segment> TOKENS = List.of(Segment.values());
    private static final List<UserCall> CALLS = List.of(UserCall.values());
    private static final List<TcpTimer> TIMERS = List.of(TcpTimer.values());
    private static final List<TcpEdge> EDGES = List.of(TcpEdge.values());
    private static final List<TcpProfile> PROFILES = List.of(TcpProfile.values());

    private Tcp() {}

    /**
     * Says whether a script begins CLOSED LISTEN and so shares the listener's own two records.
     *
     * @param script a script of TCP
     * @return true if it does
     */
    public static boolean startsListening(Script script) {
        return script.states() >= 2 && script.steps().get(1) instanceof Step.Enter
                && TcpEdge.E1.equals(script.transitions().get(1).edge());
    }

    @Override
    public String name() {
        return "RFC 9293";
    }

    @Override
    public String role(Side side) {
        return side.toString();
    }

    @Override
    public List<? extends State> states() {
        return STATES;
    }

    @Override
    public List<? extends Token> tokens() {
        return TOKENS;
    }

    @Override
    public List<? extends Cause.Call> calls() {
        return CALLS;
    }

    @Override
    public List<? extends Cause.Timer> timers() {
        return TIMERS;
    }

    @Override
    public List<? extends Edge> edges() {
        return EDGES;
    }

    @Override
    public List<? extends Profile> profiles() {
        return PROFILES;
    }

    @Override
    public Edge ending(State state) {
        return TcpEdge.X11;
    }

    /** Returns the OPEN that leads out of CLOSED, and CLOSE everywhere else; ABORT and SEND are always named. */
    @Override
    public Optional<Cause> implied(State before, State after) {
        if (before != TcpState.CLOSED) {
            return Optional.of(UserCall.CLOSE);
        }
        return Optional.of(after == TcpState.LISTEN ? UserCall.PASSIVE_OPEN : UserCall.ACTIVE_OPEN);
    }

    /** Returns its name. */
    @Override
    public String toString() {
        return name();
    }
}
