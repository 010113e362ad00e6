package dev.parkway.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Connections that clients have opened and no thread has taken yet: for those who would rather ask for a connection
 * than be called with one. It takes sessions on any terms, and any number of turns.
 *
 * <p>It holds at most what {@link ControlLimits#connections()} allows, for a connection counts from the moment at
 * which it comes. Any thread may accept; each connection is given to one.
 */
public final class AcceptQueue implements SessionHandler {

    private final BlockingQueue<ControlConnection> waiting = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** Creates a queue without connections. */
    public AcceptQueue() {}

    /**
     * Takes the connection that has waited longest, waiting for one as long as it takes.
     *
     * @return this side of it, for the calling thread or another to run; whoever runs it closes it
     * @throws InterruptedException if the thread was interrupted before one came
     */
    public ControlConnection accept() throws InterruptedException {
        return waiting.take();
    }

    /**
     * Takes the connection that has waited longest, waiting for one at most as long as given.
     *
     * @param timeout how long; a connection that is there is taken even if it is zero or negative
     * @return this side of it; empty if none came in time
     * @throws InterruptedException if the thread was interrupted before one came
     */
    public Optional<ControlConnection> accept(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(TimeUnit.NANOSECONDS.convert(timeout),
                TimeUnit.NANOSECONDS));
    }

    @Override
    public ConnectionHandler open(SessionInfo session) {
        return new Waiting(session.id().name());
    }

    /** The connections of one session. */
    private final class Waiting implements ConnectionHandler {

        private final String session;
        private volatile boolean over;

        Waiting(String session) {
            this.session = session;
        }

        @Override
        public long turnsPerConnection() {
            return ControlConnection.ANY_TURNS;
        }

        @Override
        public void accept(ControlConnection connection) {
            waiting.add(connection);
            // Behind it: either whoever empties the queue finds the connection, or this finds that he has begun.
            if ((over || closed) && waiting.remove(connection)) {
                connection.refuse();
            }
        }

        @Override
        public void ended(SessionEnd end) {
            over = true;
            // Nobody needs them any more, and they no longer count.
            for (ControlConnection connection : waiting) {
                if (connection.session().equals(session) && waiting.remove(connection)) {
                    connection.refuse();
                }
            }
        }
    }

    int size() {
        return waiting.size();
    }

    /** Refuses all connections that wait, and all that come. */
    void close() {
        closed = true;
        for (ControlConnection next = waiting.poll(); next != null; next = waiting.poll()) {
            next.refuse();
        }
    }
}
