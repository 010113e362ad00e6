package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A stream whose other end is the test. */
final class FakeStream implements TokenStream {

    /** A message as it left. */
    record Batch(List<UnparkToken> tokens, long acknowledged, Thread sender) {}

    private static final long PATIENCE_SECONDS = 30;

    final CompletableFuture<Void> completed = new CompletableFuture<>();
    final CompletableFuture<StatusRuntimeException> failed = new CompletableFuture<>();
    volatile boolean ready = true;

    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    private final Semaphore foundBusy = new Semaphore(0);

    @Override
    public boolean isReady() {
        boolean now = ready;
        if (!now) {
            foundBusy.release();
        }
        return now;
    }

    @Override
    public void send(TokenBatch batch) {
        batches.add(new Batch(Tokens.of(batch), batch.acknowledged(), Thread.currentThread()));
    }

    @Override
    public void complete() {
        completed.complete(null);
    }

    @Override
    public void fail(StatusRuntimeException failure) {
        failed.complete(failure);
    }

    /** The next message, waiting for it if need be. */
    Batch next() throws InterruptedException {
        Batch batch = batches.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (batch == null) {
            throw new AssertionError("no message came");
        }
        return batch;
    }

    /** The tokens of the next message that has any: acknowledgements leave when they like. */
    List<UnparkToken> nextTokens() throws InterruptedException {
        List<UnparkToken> tokens = next().tokens();
        while (tokens.isEmpty()) {
            tokens = next().tokens();
        }
        return tokens;
    }

    /** How many messages have left and were not looked at. */
    int waiting() {
        return batches.size();
    }

    /** Waits until somebody wanted to send and could not. */
    void awaitFoundBusy() throws InterruptedException {
        if (!foundBusy.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody tried to send");
        }
        foundBusy.drainPermits();
    }
}
