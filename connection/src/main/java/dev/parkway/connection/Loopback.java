package dev.parkway.connection;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** Opens connections that have both sides in this process, named {@code local/1}, {@code local/2} and so on. */
public final class Loopback {

    private final Scenario scenario;
    private final BiFunction<ConnectionName, Scenario, History> accept;
    private final Conditions conditions;
    private final AtomicLong opened = new AtomicLong();

    /**
     * Creates a loopback without connections, whose server side needs no listener: one of a protocol other than TCP.
     *
     * @param scenario what both sides of each connection do
     * @param conditions for the threads of both sides
     */
    public Loopback(Scenario scenario, Conditions conditions) {
        this(scenario, (name, plot) -> new History(name, plot, Side.SERVER), conditions);
    }

    /**
     * Creates a loopback without connections.
     *
     * @param scenario what both sides of each connection do
     * @param listener the server's, already open
     * @param conditions for the threads of both sides
     */
    public Loopback(Scenario scenario, Listener listener, Conditions conditions) {
        this(scenario, listener::accept, conditions);
    }

    private Loopback(Scenario scenario, BiFunction<ConnectionName, Scenario, History> accept,
            Conditions conditions) {
        this.scenario = scenario;
        this.accept = accept;
        this.conditions = conditions;
    }

    /**
     * Opens the next connection and starts its two threads. Any thread may call it.
     *
     * @return the connection
     */
    public LocalConnection connect() {
        return connect(next(), scenario);
    }

    /** {@return the name of the next connection, for whoever has to know it before its threads start} */
    public ConnectionName next() {
        return new ConnectionName(ConnectionName.LOCAL_SESSION, opened.incrementAndGet());
    }

    /**
     * Opens a connection of any scenario and starts its two threads. Any thread may call it.
     *
     * @param name what {@link #next} gave, used once
     * @param scenario what both sides do
     * @return the connection
     */
    public LocalConnection connect(ConnectionName name, Scenario scenario) {
        return new LocalConnection(new History(name, scenario, Side.CLIENT), accept.apply(name, scenario),
                conditions);
    }
}
