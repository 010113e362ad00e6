package dev.parkway.faults;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The connections that run, both sides of each, and the room for more. */
final class Ledger implements Observer {

    private final Counts counts;
    private final Map<ConnectionName, Pair> running = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> rooms = new ConcurrentHashMap<>();

    Ledger(Counts counts) {
        this.counts = counts;
    }

    Pair pair(ConnectionName name, Scenario scenario) {
        return running.computeIfAbsent(name, _ -> new Pair(name, scenario, counts));
    }

    /** The room for connections of a session: each takes a permit, which comes back at its client's end. */
    Semaphore room(String session, int parallel) {
        return rooms.computeIfAbsent(session, _ -> new Semaphore(parallel));
    }

    /** A session is over; its connections that have not ended hang, and are told. */
    void close(String session) {
        rooms.remove(session);
        running.forEach((name, pair) -> {
            if (name.session().equals(session) && running.remove(name) != null) {
                counts.hung.increment();
                counts.failed("hangs: " + pair);
            }
        });
    }

    @Override
    public Observation begin(History history) {
        Pair pair = pair(history.name(), history.scenario());
        pair.begin(history);
        return new Observation() {
            @Override
            public void entered(int ordinal) {
                pair.entered(history, ordinal);
            }

            @Override
            public void ended() {
                if (pair.ended()) {
                    running.remove(history.name());
                }
                Semaphore room = rooms.get(history.name().session());
                if (room != null && history.side() == Side.CLIENT) {
                    room.release();
                }
            }
        };
    }
}
