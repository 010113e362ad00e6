package dev.parkway.control;

import dev.parkway.parker.TurnResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one side of a session that are not forgotten, and how far they have come together. Any
 * thread may call it.
 */
final class ConnectionTable {

    private final ConnectionPages connections = new ConnectionPages();
    /** Every connection up to this number has been added. Written by the one that adds, before it marks. */
    private volatile long highest;
    /** Connections whose own thread has not ended. */
    private final AtomicLong running = new AtomicLong();
    /** What this and all other sessions of this side's process hold, those that are over included. */
    private final Load load;
    /** Connections whose finish line is not reached. */
    private final AtomicLong unfinished = new AtomicLong();
    private volatile @Nullable CompletableFuture<Void> allFinished;
    private volatile @Nullable TurnResult closed;

    ConnectionTable(Load load) {
        this.load = load;
    }

    /**
     * Adds a connection; one that comes after the session's end finds its gate ended. Called by one thread at a
     * time, in the order of the connections' numbers.
     */
    void add(ControlConnection connection) {
        running.incrementAndGet();
        load.running().incrementAndGet();
        load.kept().incrementAndGet();
        unfinished.incrementAndGet();
        connections.add(connection);
        highest = connection.number();
        // After the put: either this sees the end, or the end sees the connection.
        TurnResult cause = closed;
        if (cause != null) {
            connection.gate().end(cause);
            forget(connection);
        }
    }

    /** What this and all other sessions of this side's process have done. */
    Traffic traffic() {
        return load.traffic();
    }

    @Nullable
    ControlConnection get(long number) {
        return connections.get(number);
    }

    void forget(ControlConnection connection) {
        // Two may want to forget one: at the session's end, and because it is done.
        if (connections.remove(connection)) {
            load.kept().decrementAndGet();
        }
    }

    /** How many connections are not forgotten. */
    int size() {
        return connections.size();
    }

    /** The number of the last connection that was added, or 0. */
    long highest() {
        return highest;
    }

    /** All connections that are not forgotten, in the order of their numbers. */
    List<ControlConnection> inOrder() {
        // What grows meanwhile shows any of the new ones or none: without a bound there could be gaps.
        long bound = highest;
        List<ControlConnection> present = new ArrayList<>();
        connections.forEach(connection -> {
            if (connection.number() <= bound) {
                present.add(connection);
            }
        });
        present.sort(Comparator.comparingLong(ControlConnection::number));
        return present;
    }

    long running() {
        return running.get();
    }

    /** How many connections have not reached their finish line. */
    long unfinished() {
        return unfinished.get();
    }

    /**
     * How many connections have a thread that has not said its end. Unlike {@link #unfinished()} it is never behind what
     * the peer has been told: a last may leave before its own thread has counted it.
     */
    long unended() {
        return inOrder().stream().filter(connection -> !connection.bothEnded()).count();
    }

    /** One more thread of this side has ended. */
    void ownEnded() {
        running.decrementAndGet();
        load.running().decrementAndGet();
    }

    /** One more connection has reached its finish line. */
    void finished() {
        if (unfinished.decrementAndGet() == 0) {
            CompletableFuture<Void> waiting = allFinished;
            if (waiting != null) {
                waiting.complete(null);
            }
        }
    }

    /** Completes when every connection has reached its finish line. No connection is to be added any more. */
    CompletableFuture<Void> whenFinished() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        allFinished = waiting;
        if (unfinished.get() == 0) {
            waiting.complete(null);
        }
        return waiting;
    }

    /** Ends the waits that have lasted too long. */
    void expireOverdue(long nowNanos, long deadlineNanos) {
        connections.forEach(connection -> connection.gate().expireIfOverdue(nowNanos, deadlineNanos));
    }

    /** Ends the waits of all connections, which then end by themselves and still say so to the peer. */
    void endWaits(TurnResult cause) {
        connections.forEach(connection -> connection.gate().end(cause));
    }

    /** Ends the waits of all connections, now and later, and forgets them: there is no peer any more. */
    void close(TurnResult cause) {
        closed = cause;
        endWaits(cause);
        connections.forEach(this::forget);
    }
}
