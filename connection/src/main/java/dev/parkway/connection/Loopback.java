package dev.parkway.connection;

import dev.parkway.parker.TurnResult;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** Opens connections that have both sides in this process, named {@code local/1}, {@code local/2} and so on. */
public final class Loopback {

    /** What a side that is told to end needs for its last record. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final BiFunction<ConnectionName, Scenario, History> accept;
    private final Conditions conditions;
    private final AtomicLong opened = new AtomicLong();
    private final Set<LocalConnection> running = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

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
     * Opens a connection of any scenario and starts its two threads. Any thread may call it. Once the loopback is
     * drained, sides that would have to wait end at once.
     *
     * @param name what {@link #next} gave, used once
     * @param scenario what both sides do
     * @return the connection
     */
    public LocalConnection connect(ConnectionName name, Scenario scenario) {
        LocalConnection connection = new LocalConnection(new History(name, scenario, Side.CLIENT),
                accept.apply(name, scenario), conditions, running::remove);
        running.add(connection);
        connection.start();
        // Looked at last: either this sees that it is over, or who says so sees the connection.
        if (over) {
            connection.end(TurnResult.DRAINED);
        }
        return connection;
    }

    /** {@return how many connections have a side that has not ended} */
    public int running() {
        return running.size();
    }

    /**
     * Lets connections end by themselves for a while, then ends them as {@link TurnResult#DRAINED}.
     *
     * @param grace how long they may take; zero or less gives them no time
     * @return how many have a side that has not ended even so
     * @throws InterruptedException if the caller is interrupted; connections then go on
     */
    public int drain(Duration grace) throws InterruptedException {
        await(grace);
        over = true;
        running.forEach(connection -> connection.end(TurnResult.DRAINED));
        await(LAST_WORDS);
        return running.size();
    }

    /** Looks again and again: to shut down is rare. */
    private void await(Duration atMost) throws InterruptedException {
        long beganNanos = System.nanoTime();
        long atMostNanos = TimeUnit.NANOSECONDS.convert(atMost);
        while (!running.isEmpty() && System.nanoTime() - beganNanos < atMostNanos) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
