package dev.parkway.connection;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.UserCall;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's passive OPEN: done once, when it is ready to accept, for all its connections.
 *
 * <p>It goes from CLOSED to LISTEN and stays there, as a listening socket does, until it is closed. A
 * connection whose script begins {@code CLOSED LISTEN} shares its two records; any other move to or from
 * LISTEN is the connection's own and does not touch the listener.
 */
public final class Listener implements AutoCloseable {

    private final LongSupplier epochNanos;
    private final Consumer<Transition> announce;

    // Replaced as a whole, guarded by this for writing.
    private volatile List<Transition> transitions = List.of();

    /**
     * Creates a listener that does not listen yet.
     *
     * @param epochNanos the time of its records, in nanoseconds since 1970
     * @param announce who is told of each record after it is made
     */
    public Listener(LongSupplier epochNanos, Consumer<Transition> announce) {
        this.epochNanos = epochNanos;
        this.announce = announce;
    }

    /**
     * Begins to listen.
     *
     * @throws IllegalStateException if it has been opened before
     */
    public synchronized void open() {
        if (!transitions.isEmpty()) {
            throw new IllegalStateException("opened twice, is " + transitions.getLast().to());
        }
        enter(null, TcpState.CLOSED, null, null);
        enter(TcpState.CLOSED, TcpState.LISTEN, UserCall.PASSIVE_OPEN, TcpEdge.E1);
    }

    /** Listens no more. Connections are not affected. A listener that does not listen stays as it is. */
    @Override
    public synchronized void close() {
        if (transitions.size() == 2) {
            enter(TcpState.LISTEN, TcpState.CLOSED, UserCall.CLOSE, TcpEdge.E3);
        }
    }

    /** {@return whether it has ever been opened, so that it accepts connections} */
    public boolean isOpened() {
        return transitions.size() >= 2;
    }

    /** {@return its records so far} */
    public List<Transition> transitions() {
        return transitions;
    }

    /**
     * Begins the server side of a connection.
     *
     * @param name the connection
     * @param scenario what its two sides do
     * @return the server's history; it holds the listener's two records if its script begins with them
     * @throws IllegalStateException if the listener has never been opened
     */
    public History accept(ConnectionName name, Scenario scenario) {
        if (!isOpened()) {
            throw new IllegalStateException("connection " + name + " before the listener is open");
        }
        if (!Tcp.startsListening(scenario.server())) {
            return new History(name, scenario, Side.SERVER);
        }
        return new History(name, scenario, transitions.subList(0, 2));
    }

    private void enter(@Nullable TcpState from, TcpState to, @Nullable Cause cause, @Nullable Edge edge) {
        int ordinal = transitions.size() + 1;
        Transition made = new Transition(Side.SERVER, ordinal, from, to, cause, edge, 0, 0,
                epochNanos.getAsLong());
        transitions = Stream.concat(transitions.stream(), Stream.of(made)).toList();
        announce.accept(made);
    }
}
