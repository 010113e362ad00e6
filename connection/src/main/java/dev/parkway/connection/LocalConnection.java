package dev.parkway.connection;

import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Side;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A connection with both sides in this process: two threads, two gates and nothing between them. */
public final class LocalConnection {

    private final History client;
    private final History server;
    private final TurnGate clientGate = new TurnGate();
    private final TurnGate serverGate = new TurnGate();
    private final AtomicInteger sides = new AtomicInteger(Side.values().length);
    private final Consumer<LocalConnection> onEnd;
    private final Thread clientThread;
    private final Thread serverThread;
    private volatile boolean over;

    /** Makes a connection whose threads have yet to be started; the one that ends last says so. */
    LocalConnection(History client, History server, Conditions conditions,
            Consumer<LocalConnection> onEnd) {
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
        clientThread = thread(client, clientGate, serverGate, conditions);
        serverThread = thread(server, serverGate, clientGate, conditions);
    }

    private Thread thread(History history, TurnGate own, TurnGate other, Conditions conditions) {
        LocalPeer peer = new LocalPeer(other, given -> ended(other, given));
        return new StateThread(history, own, peer, conditions).unstarted();
    }

    private void ended(TurnGate other, long given) {
        // A side that ends because all is over has nobody to tell, and must not seem to be gone by itself.
        if (!over) {
            other.finish(given);
        }
        if (sides.decrementAndGet() == 0) {
            onEnd.accept(this);
        }
    }

    void start() {
        serverThread.start();
        clientThread.start();
    }

    /**
     * {@return one side's history}
     *
     * @param side which side
     */
    public History history(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    /** {@return whether both sides have run to their scripts' ends} */
    public boolean completed() {
        return client.completed() && server.completed();
    }

    /**
     * Waits at the finish line until both threads have ended.
     *
     * @throws InterruptedException if the caller is interrupted; the threads go on
     */
    public void join() throws InterruptedException {
        clientThread.join();
        serverThread.join();
    }

    /**
     * Interrupts one side's thread, which moves it to CLOSED unless it has ended.
     *
     * @param side which side
     */
    public void interrupt(Side side) {
        (side == Side.CLIENT ? clientThread : serverThread).interrupt();
    }

    /**
     * Ends all that its sides wait for, their peer, a pace and TIME_WAIT alike: a side that has not ended goes to
     * CLOSED.
     *
     * @param cause why
     */
    void end(TurnResult cause) {
        over = true;
        clientGate.end(cause);
        serverGate.end(cause);
        // Whoever is not at his gate hears of it so; the gate has the cause.
        clientThread.interrupt();
        serverThread.interrupt();
    }
}
