package dev.parkway.faults;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.parker.Peer;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import dev.parkway.script.picture.HistoryText;
import dev.parkway.script.picture.Ladder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Both sides of one connection, of which each knows less than we do: they are in one process. */
final class Pair {

    private final ConnectionName name;
    private final Scenario scenario;
    private final Counts counts;
    private final Map<Side, AtomicInteger> given = new EnumMap<>(Side.class);
    private final AtomicInteger running = new AtomicInteger(2);
    private volatile @Nullable History client;
    private volatile @Nullable History server;

    Pair(ConnectionName name, Scenario scenario, Counts counts) {
        this.name = name;
        this.scenario = scenario;
        this.counts = counts;
        given.put(Side.CLIENT, new AtomicInteger());
        given.put(Side.SERVER, new AtomicInteger());
    }

    /** Takes a side's history, which begins. */
    void begin(History history) {
        boolean first;
        if (history.side() == Side.CLIENT) {
            first = client == null;
            client = history;
        } else {
            first = server == null;
            server = history;
        }
        if (!first) {
            counts.failed(this + ": the " + history.side() + " began twice");
        }
    }

    /** The same peer, and each turn given to it counted. */
    Peer counting(Side side, Peer peer) {
        AtomicInteger count = given(side);
        return new Peer() {
            @Override
            public void unpark() {
                count.incrementAndGet();
                peer.unpark();
            }

            @Override
            public void flush() {
                peer.flush();
            }

            @Override
            public void finish() {
                peer.finish();
            }
        };
    }

    private AtomicInteger given(Side side) {
        AtomicInteger count = given.get(side);
        if (count == null) {
            throw new IllegalStateException("no side " + side);
        }
        return count;
    }

    /** A record was made: nobody takes a turn that was not given. */
    void entered(History history, int ordinal) {
        int more = history.received(ordinal) - given(history.side().other()).get();
        if (more > 0) {
            counts.doubled.add(more);
            counts.failed("turns taken that were not given: " + more + "\n" + this);
        }
    }

    /** One side has ended; says whether it was the second, and if so, all of it has been judged. */
    boolean ended() {
        if (running.decrementAndGet() > 0) {
            return false;
        }
        Verdict verdict = new Checker(scenario, Duration.ZERO).check(trace(Side.CLIENT), trace(Side.SERVER));
        counts.connections.increment();
        counts.violations.add(verdict.violations().size());
        int lost = lost(Side.CLIENT) + lost(Side.SERVER);
        counts.lost.add(lost);
        if (lost > 0 || verdict.outcome() != Verdict.Outcome.CONFORMS || !verdict.endings().isEmpty()) {
            counts.failed(lost + " turns lost, " + verdict + ", endings " + verdict.endings() + "\n" + this);
        }
        return true;
    }

    /** How many of the turns that were given to a side it never took. */
    private int lost(Side side) {
        History history = history(side);
        int offered = given(side.other()).get();
        if (history == null) {
            return offered;
        }
        int taken = history.completed() ? history.script().awaits()
                : history.size() == 0 ? 0 : history.received(history.size());
        counts.turns.add(taken);
        return Math.abs(offered - taken);
    }

    private @Nullable History history(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    private Trace trace(Side side) {
        return new Trace(name.toString(), side, transitions(side));
    }

    private List<Transition> transitions(Side side) {
        History history = history(side);
        return history == null ? List.of() : history.transitions();
    }

    /** Returns scenario, name, both histories and a picture of them. */
    @Override
    public String toString() {
        List<Transition> clients = transitions(Side.CLIENT);
        List<Transition> servers = transitions(Side.SERVER);
        return scenario + " " + name + ", turns given " + given + ", client " + client + ", server " + server
                + "\n" + HistoryText.of(clients, servers) + Ladder.of(scenario, clients, servers);
    }
}
