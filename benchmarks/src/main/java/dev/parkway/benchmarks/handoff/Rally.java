package dev.parkway.benchmarks.handoff;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** Two threads that take turns: each waits for the other once a round. */
abstract class Rally {

    /** What the first thread does in a round: it gives the turn away and waits until it comes back. */
    abstract void serve() throws InterruptedException;

    /** What the second thread does in a round: it waits for the turn and gives it back. */
    abstract void answer() throws InterruptedException;

    /** Plays so many rounds on two new threads and returns when both have ended. */
    final void play(ThreadFactory threads, int rounds) throws InterruptedException, ExecutionException {
        FutureTask<Void> server = new FutureTask<>(() -> {
            for (int i = 0; i < rounds; i++) {
                serve();
            }
            return null;
        });
        FutureTask<Void> answerer = new FutureTask<>(() -> {
            for (int i = 0; i < rounds; i++) {
                answer();
            }
            return null;
        });
        threads.newThread(answerer).start();
        threads.newThread(server).start();
        server.get();
        answerer.get();
    }
}
