package dev.parkway.examples;

import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlListener;
import java.io.IOException;

/** Answers the process that runs {@link Ping}. */
final class Pong {

    private Pong() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (ControlListener listener = ControlListener.listen(Integer.parseInt(arguments[0]));
                ControlConnection ping = listener.accept()) {
            for (int i = 1; i <= 3; i++) {
                ping.park();
                System.out.println("pong " + i);
                ping.unpark();
            }
        }
    }
}
