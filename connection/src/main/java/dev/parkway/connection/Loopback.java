package dev.parkway.connection;

import dev.parkway.tcp.Scenario;
import dev.parkway.tcp.Side;
import java.util.concurrent.atomic.AtomicLong;

/** Opens connections that have both sides in this process, named {@code local/1}, {@code local/2} and so on. */
public final class Loopback {

    private final Scenario scenario;
    private final Listener listener;
    private final Conditions conditions;
    private final AtomicLong opened = new AtomicLong();

    /**
     * Creates a loopback without connections.
     *
     * @param scenario what both sides of each connection do
     * @param listener the server's, already open
     * @param conditions for the threads of both sides
     */
    public Loopback(Scenario scenario, Listener listener, Conditions conditions) {
        this.scenario = scenario;
        this.listener = listener;
        this.conditions = conditions;
    }

    /**
     * Opens the next connection and starts its two threads. Any thread may call it.
     *
     * @return the connection
     */
    public LocalConnection connect() {
        ConnectionName name = new ConnectionName(ConnectionName.LOCAL_SESSION, opened.incrementAndGet());
        return new LocalConnection(new History(name, scenario, Side.CLIENT), listener.accept(name, scenario),
                conditions);
    }
}
