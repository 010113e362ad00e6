package dev.parkway.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.Parker;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to tell its peer, and how it gets onto the stream.
 *
 * <p>A thread with something to say marks its connection and flushes. With few connections it sends its token
 * itself, which is the quickest way there is. With many, or when someone is sending already, it leaves the
 * mark to a flusher thread, which lets other threads run, and mark, before it takes a batch: so batches grow
 * with the load and each message carries many tokens.
 *
 * <p>Marks hold no counts. The newest is read when the token is made, so that turns merge while the stream is
 * not ready, and memory is bounded by the number of connections.
 */
final class Outbox {

    /** Up to so many connections the caller sends by itself. */
    private static final int FEW = 4;

    private final MarkQueue marks = new MarkQueue();
    private final int tokensPerBatch;
    private final Thread flusher;
    private final Parker flusherParker = new Parker();

    /** How often a flush was asked for since the last one that began; who raises it from 0 flushes. */
    private final AtomicInteger asked = new AtomicInteger();
    // True once the flusher is to end.
    private volatile boolean closed;

    private final ReentrantLock lock = new ReentrantLock();
    @GuardedBy("lock")
    private @Nullable Attach attach;

    Outbox(String session, int tokensPerBatch) {
        this.tokensPerBatch = tokensPerBatch;
        this.flusher = Thread.ofVirtual().name("flusher-" + session).start(this::flushWhenAsked);
    }

    /** Puts a connection behind all others that have something to say. */
    void mark(ControlConnection connection) {
        marks.add(connection);
    }

    /**
     * Sees to it that all marks leave as soon as the stream takes them. Never blocks.
     *
     * @param connections how many there are in the session
     */
    void flush(int connections) {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        if (connections > FEW) {
            flusherParker.unparker().unpark();
            return;
        }
        sendBatch(false);
        // What came meanwhile is the flusher's: this thread has a life of its own.
        if (asked.decrementAndGet() != 0) {
            flusherParker.unparker().unpark();
        }
    }

    /** Sends an acknowledgement that is owed, alone if there are no tokens to go with it. */
    void flushAcknowledgement() {
        sendBatch(true);
    }

    /** Makes a stream the session's present one and opens it with an empty batch if that is asked for. */
    void attach(Attach newest, boolean greet) {
        lock.lock();
        try {
            attach = newest;
            if (greet) {
                newest.send(List.of(), List.of());
            }
        } finally {
            lock.unlock();
        }
        flush(Integer.MAX_VALUE);
    }

    /** Sends every mark that is left, ends the stream in order and takes no more. */
    void complete() {
        lock.lock();
        try {
            Attach present = attach;
            if (present != null) {
                while (sendTokens(present)) {
                }
                attach = null;
                present.stream().complete();
            }
        } finally {
            lock.unlock();
            close();
        }
    }

    /** Lets go of a stream that has broken, and takes no more. */
    void detach() {
        lock.lock();
        try {
            attach = null;
        } finally {
            lock.unlock();
            close();
        }
    }

    /** Ends the stream with a status, if there is one, and takes no more. */
    void fail(StatusRuntimeException failure) {
        lock.lock();
        try {
            Attach present = attach;
            if (present != null) {
                attach = null;
                present.stream().fail(failure);
            }
        } finally {
            lock.unlock();
            close();
        }
    }

    private void close() {
        closed = true;
        flusherParker.unparker().unpark();
    }

    @SuppressWarnings("ThreadPriorityCheck") // The yield makes batches larger; nothing relies on it.
    private void flushWhenAsked() {
        try {
            while (!closed) {
                flusherParker.park();
                int seen = asked.get();
                while (seen != 0 && !closed) {
                    // Whoever is about to mark does so first, and goes with this batch.
                    Thread.yield();
                    seen = asked.get();
                    while (sendBatch(false)) {
                    }
                    seen = asked.addAndGet(-seen);
                }
            }
        } catch (InterruptedException e) {
            // Nobody has this thread's handle to interrupt it.
            throw new IllegalStateException(flusher + " interrupted", e);
        }
    }

    /** Sends one batch if the stream takes it; returns whether there may be more to send. */
    private boolean sendBatch(boolean acknowledge) {
        lock.lock();
        try {
            Attach present = attach;
            if (present == null || !present.stream().isReady()) {
                return false;
            }
            boolean more = sendTokens(present);
            if (acknowledge && present.owesAcknowledgement()) {
                present.send(List.of(), List.of());
            }
            return more;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean sendTokens(Attach present) {
        List<UnparkToken> tokens = new ArrayList<>();
        List<ControlConnection> lasts = List.of();
        MarkQueue.Mark mark = marks.poll();
        while (mark != null) {
            ControlConnection connection = (ControlConnection) mark;
            // In this order: a count that is read after the end is the final one.
            boolean last = (connection.progress() & ControlConnection.OWN_ENDED) != 0;
            long count = connection.sent();
            if (connection.isNews(count, last)) {
                tokens.add(token(connection.number(), count, last));
                if (last) {
                    lasts = lasts.isEmpty() ? new ArrayList<>() : lasts;
                    lasts.add(connection);
                }
            }
            mark = tokens.size() < tokensPerBatch ? marks.poll() : null;
        }
        if (tokens.isEmpty()) {
            return false;
        }
        present.send(tokens, lasts);
        return true;
    }

    private static UnparkToken token(long connection, long count, boolean last) {
        return UnparkToken.newBuilder().setConnection(connection).setSequence(count).setLast(last).build();
    }
}
