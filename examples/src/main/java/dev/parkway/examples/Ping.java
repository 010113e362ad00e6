package dev.parkway.examples;

import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;

/** Begins a game of ping-pong with the process that runs {@link Pong}. */
final class Ping {

    private Ping() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (ClientSession session = ClientSession.open("localhost:" + arguments[0]);
                ControlConnection pong = session.connect()) {
            for (int i = 1; i <= 3; i++) {
                System.out.println("ping " + i);
                pong.unpark();
                pong.park();
            }
        }
    }
}
