package dev.parkway.junit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** A thread that a test has started as a party. */
record PartyThread(String party, Thread thread, CompletableFuture<Void> end) {

    static PartyThread start(String party, Executable body, Runnable atEnd) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name(party).start(() -> {
            Throwable failure = run(body);
            // First: whoever waits for this party is not to wait for the one who joins it.
            atEnd.run();
            if (failure == null) {
                end.complete(null);
            } else {
                end.completeExceptionally(failure);
            }
        });
        return new PartyThread(party, thread, end);
    }

    private static @Nullable Throwable run(Executable body) {
        try {
            body.execute();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Waits for its end; {@code story} is told if it comes too late. */
    void join(long deadlineNanos, Supplier<String> story) throws InterruptedException {
        try {
            end.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(party + " failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(party + " still runs after the deadline" + story.get(), e);
        }
    }

    void interrupt() {
        thread.interrupt();
    }
}
