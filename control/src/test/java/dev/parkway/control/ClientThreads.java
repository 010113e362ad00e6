package dev.parkway.control;

import dev.parkway.parker.TurnResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** The client's part of a toy protocol: a virtual thread for each connection. */
final class ClientThreads {

    private ClientThreads() {}

    /** Starts one connection's thread; completes with how its last wait ended. */
    static CompletableFuture<TurnResult> start(ClientSession session, TurnScript script) {
        ControlConnection connection = session.connect();
        CompletableFuture<TurnResult> result = new CompletableFuture<>();
        Thread.ofVirtual().name("client " + connection).start(() -> result.complete(script.run(connection)));
        return result;
    }

    /** Runs many connections, at most so many at once; says how many ended how. */
    static Map<TurnResult, Integer> run(
            ClientSession session, LongFunction<TurnScript> scripts, int connections, int atOnce)
            throws InterruptedException {
        Map<TurnResult, Integer> results = new ConcurrentHashMap<>();
        Semaphore permits = new Semaphore(atOnce);
        CountDownLatch done = new CountDownLatch(connections);
        for (int i = 1; i <= connections; i++) {
            if (!permits.tryAcquire(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("stuck at connection " + i + ": " + results);
            }
            var _ = start(session, scripts.apply(i)).thenAccept(result -> {
                results.merge(result, 1, Integer::sum);
                permits.release();
                done.countDown();
            });
        }
        if (!done.await(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(done.getCount() + " connections are stuck: " + results);
        }
        return results;
    }
}
