package dev.parkway.examples;

import dev.parkway.parker.Parker;
import dev.parkway.parker.Unparker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The program that Parkway comes from, which was Rust over crossbeam: TCP's states by two threads and two parkers. */
final class TcpByHand {

    private TcpByHand() {}

    public static void main(String[] arguments) throws InterruptedException {
        Parker clientParker = new Parker();
        Unparker clientUnparker = clientParker.unparker();
        Parker serverParker = new Parker();
        Unparker serverUnparker = serverParker.unparker();
        CountDownLatch finishLine = new CountDownLatch(2);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> {
                tcpServer(serverParker, clientUnparker);
                finishLine.countDown();
                return null;
            });
            var _ = threads.submit(() -> {
                // The server has to be up before the client can connect: give it a second.
                Thread.sleep(Duration.ofSeconds(1));
                tcpClient(clientParker, serverUnparker);
                finishLine.countDown();
                return null;
            });

            finishLine.await();
            System.out.println("TCP connection disconnected");
        }
    }

    private static void tcpClient(Parker p, Unparker u) throws InterruptedException {
        // CLOSED -> SYN_SENT -> ESTABLISHED -> FIN_WAIT_1 -> FIN_WAIT_2 -> TIME_WAIT -> (timeout) -> CLOSED
        System.out.println("[Client] CLOSED");
        System.out.println("[Client] SYN_SENT");
        u.unpark();
        p.park();
        System.out.println("[Client] ESTABLISHED");
        u.unpark();
        p.park();
        System.out.println("[Client] FIN_WAIT_1");
        u.unpark();
        p.park();
        System.out.println("[Client] FIN_WAIT_2");
        u.unpark();
        p.park();
        System.out.println("[Client] TIME_WAIT");
        u.unpark();
        var _ = p.park(Duration.ofSeconds(1)); // 2MSL timeout
        System.out.println("[Client] CLOSED");
    }

    private static void tcpServer(Parker p, Unparker u) throws InterruptedException {
        // CLOSED -> LISTEN -> SYN_RCVD -> ESTABLISHED -> CLOSE_WAIT -> LAST_ACK -> CLOSED
        System.out.println("[Server] CLOSED");
        System.out.println("[Server] LISTEN");
        p.park();
        System.out.println("[Server] SYN_RCVD");
        u.unpark();
        p.park();
        System.out.println("[Server] ESTABLISHED");
        u.unpark();
        p.park();
        System.out.println("[Server] CLOSE_WAIT");
        u.unpark();
        p.park();
        System.out.println("[Server] LAST_ACK");
        u.unpark();
        p.park();
        System.out.println("[Server] CLOSED");
    }
}
