package dev.parkway.junit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/**
 * A thread that a test has started as a party.
 *
 * @param party its name
 * @param thread what runs it
 * @param end completes last, when {@code atEnd} has run
 * @param threw what it failed by; set before {@code atEnd} runs
 */
record PartyThread(String party, Thread thread, CompletableFuture<Void> end,
        AtomicReference<@Nullable Throwable> threw) {

    static PartyThread start(String party, Executable body, Runnable atEnd) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        AtomicReference<@Nullable Throwable> threw = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().name(party).start(() -> {
            Throwable failure = run(body);
            // Before others hear of the end, who may ask why.
            threw.set(failure);
            // Before the end: whoever waits for this party is not to wait for the one who joins it.
            atEnd.run();
            if (failure == null) {
                end.complete(null);
            } else {
                end.completeExceptionally(failure);
            }
        });
        return new PartyThread(party, thread, end, threw);
    }

    private static @Nullable Throwable run(Executable body) {
        try {
            body.execute();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    /** Whether it is still to be joined; what is left of the thread after that is no concern of the test. */
    boolean isRunning() {
        return !end.isDone();
    }

    /** What it failed by, if it did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(threw.get());
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
