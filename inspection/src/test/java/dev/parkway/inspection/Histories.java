package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpScenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Histories as state threads would make them, but at the pace of a test. */
final class Histories {

    static final String SESSION = "3f2a9c1d";
    static final Scenario LOCKSTEP = TcpScenarios.builtIn()
            .get(TcpScenarios.DEFAULT_NAME, TcpScenarios.DEFAULT_PROFILE);

    private Histories() {}

    static ConnectionName name(long number) {
        return new ConnectionName(SESSION, number);
    }

    static History empty(long number, Side side) {
        return new History(name(number), LOCKSTEP, side);
    }

    /** A side that has gone through its whole script. */
    static History completed(long number, Side side) {
        History history = empty(number, side);
        grow(history, history.script().states());
        history.end(History.COMPLETED);
        return history;
    }

    /** Makes the records that the script says, up to one of them, each at the time of its ordinal. */
    static void grow(History history, int upTo) {
        for (int i = history.size(); i < upTo; i++) {
            append(history, history.script().transitions().get(i), i + 1);
        }
    }

    static void append(History history, Transition each, long epochNanos) {
        history.append(each.to(), each.cause(), each.edge(), each.sent(), each.received(), epochNanos);
    }

    /** Says whether the other side is so far that a side can make its next record. */
    static boolean canGrow(History history, History other) {
        List<Transition> script = history.script().transitions();
        if (history.size() == script.size()) {
            return false;
        }
        int taken = script.get(history.size()).received();
        return taken == 0 || other.size() >= other.script().entersBeforeSend(taken);
    }

    /** Lets both sides run to their ends in an order that chance chooses among those that can be. */
    static List<Transition> run(History client, History server, RandomGenerator random) {
        List<Transition> made = new ArrayList<>();
        while (client.size() < client.script().states() || server.size() < server.script().states()) {
            History next = random.nextBoolean() ? client : server;
            if (canGrow(next, next == client ? server : client)) {
                append(next, next.script().transitions().get(next.size()), made.size());
                made.add(next.transition(next.size()));
            }
        }
        client.end(History.COMPLETED);
        server.end(History.COMPLETED);
        return made;
    }

    /** Checks that nothing stands before something that it depends on, and each side's records in order. */
    static void assertLinearExtension(List<Transition> sequence) {
        for (int i = 0; i < sequence.size(); i++) {
            for (int j = i + 1; j < sequence.size(); j++) {
                if (sequence.get(j).happensBefore(sequence.get(i))) {
                    throw new AssertionError(
                            sequence.get(i) + " stands before " + sequence.get(j) + " in " + sequence);
                }
            }
        }
    }
}
