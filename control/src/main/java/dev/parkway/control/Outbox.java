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

    /** Up to so many running connections the caller sends by itself. */
    private static final int FEW = 4;

    private final MarkQueue marks;
    private final int tokensPerBatch;
    private final Thread flusher;
    private final Parker flusherParker = new Parker();

    /**
     * How often a flush was asked for since the last one that began. Who raises it from 0 flushes, and hands
     * that duty to the flusher if it leaves the count above 0.
     */
    private final AtomicInteger asked = new AtomicInteger();
    // True once an acknowledgement is to leave, with tokens or without; until it has, however long that takes.
    private volatile boolean acknowledging;

    private final ReentrantLock lock = new ReentrantLock();
    @GuardedBy("lock")
    private @Nullable Attach attach;
    // True once no stream is taken any more. Written under the lock, read by the flusher.
    private volatile boolean closed;
    @GuardedBy("lock")
    private long batches;
    @GuardedBy("lock")
    private final List<ControlConnection> marked = new ArrayList<>();

    Outbox(String session, MarkQueue marks, int tokensPerBatch) {
        this.marks = marks;
        this.tokensPerBatch = tokensPerBatch;
        this.flusher = Thread.ofVirtual().name("flusher-" + session).start(this::flushWhenAsked);
    }

    /** Puts a connection behind all others that have something to say. */
    void mark(ControlConnection connection) {
        marks.add(connection);
    }

    /**
     * Sees to it that all marks leave as soon as the stream takes them. For state threads: the caller may
     * find itself sending.
     *
     * @param running how many connections of the session have a thread that may want to send too
     */
    void flush(long running) {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        // What is left, or came meanwhile, is the flusher's: this thread has a life of its own.
        if (running > FEW || sendBatch() || asked.decrementAndGet() != 0) {
            flusherParker.unparker().unpark();
        }
    }

    /** The same by the flusher alone. For gRPC's threads and the timer: the caller waits for no lock. */
    void flushElsewhere() {
        if (asked.getAndIncrement() == 0) {
            flusherParker.unparker().unpark();
        }
    }

    /** Sends an acknowledgement that is owed, alone if there are no tokens to go with it. */
    void acknowledge() {
        acknowledging = true;
        flushElsewhere();
    }

    /**
     * Makes a stream the session's present one and opens it with an empty batch if that is asked for.
     *
     * @return whether it did; false if the session has let go of its last stream
     */
    boolean attach(Attach newest, boolean greet) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            attach = newest;
            if (greet) {
                newest.send(List.of(), List.of());
            }
            if (!marks.isEmpty()) {
                flushElsewhere();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends every mark that is left, ends the stream in order and takes no more. */
    void complete() {
        lock.lock();
        try {
            Attach present = close();
            if (present != null) {
                while (!marks.isEmpty()) {
                    sendTokens(present);
                }
                present.stream().complete();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of a stream that has broken, and takes no more. */
    void detach() {
        lock.lock();
        try {
            close();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream with a status, if there is one, and takes no more. */
    void fail(StatusRuntimeException failure) {
        lock.lock();
        try {
            Attach present = close();
            if (present != null) {
                present.stream().fail(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private @Nullable Attach close() {
        Attach present = attach;
        attach = null;
        closed = true;
        flusherParker.unparker().unpark();
        return present;
    }

    @SuppressWarnings("ThreadPriorityCheck") // The yield makes batches larger; nothing relies on it.
    private void flushWhenAsked() {
        try {
            while (!closed) {
                flusherParker.park();
                int seen;
                do {
                    // Whoever is about to mark does so first, and goes with this batch.
                    Thread.yield();
                    seen = asked.get();
                } while (sendBatch() || asked.addAndGet(-seen) != 0);
            }
        } catch (InterruptedException e) {
            // Nobody has this thread's handle to interrupt it.
            throw new IllegalStateException(flusher + " interrupted", e);
        }
    }

    /** Sends one batch if the stream takes it; returns whether there is more that it takes. */
    private boolean sendBatch() {
        lock.lock();
        try {
            Attach present = attach;
            if (present == null || !present.stream().isReady()) {
                // Marks and acknowledgement stay until it is ready, which comes with a flush of its own.
                return false;
            }
            sendTokens(present);
            if (acknowledging) {
                acknowledging = false;
                if (present.owesAcknowledgement()) {
                    present.send(List.of(), List.of());
                }
            }
            return !marks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void sendTokens(Attach present) {
        MarkQueue.Mark mark = marks.poll();
        while (mark != null) {
            marked.add((ControlConnection) mark);
            mark = marked.size() < tokensPerBatch ? marks.poll() : null;
        }
        // Counts are read after all marks are taken. One that was taken twice then has nothing to add: what it
        // says later marks it anew, and each connection stands in a batch at most once.
        batches++;
        List<UnparkToken> tokens = new ArrayList<>(marked.size());
        List<ControlConnection> lasts = new ArrayList<>();
        for (ControlConnection connection : marked) {
            UnparkToken token = connection.news(batches);
            if (token != null) {
                tokens.add(token);
                if (token.getLast()) {
                    lasts.add(connection);
                }
            }
        }
        marked.clear();
        if (!tokens.isEmpty()) {
            present.send(tokens, lasts);
        }
    }
}
