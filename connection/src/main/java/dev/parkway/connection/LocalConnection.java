package dev.parkway.connection;

import dev.parkway.parker.TurnGate;
import dev.parkway.script.Side;

/** A connection with both sides in this process: two threads, two gates and nothing between them. */
public final class LocalConnection {

    private final History client;
    private final History server;
    private final Thread clientThread;
    private final Thread serverThread;

    LocalConnection(History client, History server, Conditions conditions) {
        this.client = client;
        this.server = server;
        TurnGate clientGate = new TurnGate();
        TurnGate serverGate = new TurnGate();
        serverThread = new StateThread(server, serverGate, new LocalPeer(clientGate), conditions).start();
        clientThread = new StateThread(client, clientGate, new LocalPeer(serverGate), conditions).start();
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
}
