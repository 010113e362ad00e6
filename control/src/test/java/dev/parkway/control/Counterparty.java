package dev.parkway.control;

import dev.parkway.parker.TurnResult;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** The server's part of a toy protocol: a virtual thread for each connection, and a note of how it ended. */
final class Counterparty implements SessionHandler {

    /** How one connection's thread ended. */
    record Ended(ControlConnection connection, TurnResult result) {}

    final Queue<ControlConnection> accepted = new ConcurrentLinkedQueue<>();
    final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    final BlockingQueue<SessionEnd> sessionEnds = new LinkedBlockingQueue<>();

    private final long turnsPerConnection;
    private final LongFunction<TurnScript> scripts;

    /** Runs the script that goes with each connection's number. */
    Counterparty(long turnsPerConnection, LongFunction<TurnScript> scripts) {
        this.turnsPerConnection = turnsPerConnection;
        this.scripts = scripts;
    }

    /** Runs the same script on every connection. */
    static Counterparty running(String steps) {
        TurnScript script = new TurnScript(steps);
        return new Counterparty(script.takes(), _ -> script);
    }

    @Override
    public ConnectionHandler open(SessionInfo session) {
        return new ConnectionHandler() {
            @Override
            public long turnsPerConnection() {
                return turnsPerConnection;
            }

            @Override
            public void accept(ControlConnection connection) {
                accepted.add(connection);
                TurnScript script = scripts.apply(connection.number());
                Thread.ofVirtual().name("server " + connection)
                        .start(() -> ended.add(new Ended(connection, script.run(connection))));
            }

            @Override
            public void ended(SessionEnd end) {
                sessionEnds.add(end);
            }
        };
    }

    /** Waits for the next thread of this side to end. */
    Ended awaitEnded() throws InterruptedException {
        return await(ended, "no thread ended");
    }

    /** Waits for the next session to end. */
    SessionEnd awaitSessionEnd() throws InterruptedException {
        return await(sessionEnds, "no session ended");
    }

    private static <T> T await(BlockingQueue<T> queue, String complaint) throws InterruptedException {
        T value = queue.poll(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (value == null) {
            throw new AssertionError(complaint);
        }
        return value;
    }
}
