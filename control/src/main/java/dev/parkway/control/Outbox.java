package dev.parkway.control;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.Parker;
import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to tell its peer, and how it gets onto the stream.
 *
 * <p>A thread with something to say marks its connection and flushes. With few connections it sends its token
 * itself, which is the quickest way there is. With many, or when someone is sending already, it leaves the
 * mark to a flusher thread, which lets other threads run, and mark, before it takes a batch: so batches grow
 * with the load and each message carries many tokens. Where a full batch waits, whoever made it so sends it at once: with
 * a thousand threads to run first, the peer would wait for all of them, and then they for the peer.
 *
 * <p>Marks hold no counts. The newest is read when the token is made, so that turns merge while the stream is
 * not ready, and memory is bounded by the number of connections.
 */
final class Outbox {

    /** Up to so many running connections the caller sends by itself. */
    private static final int FEW = 4;

    /** So often the flusher lets other threads run, as long as that brings more to send. */
    private static final int MOST_YIELDS = 8;

    // What `duty` may be.
    /** There is nothing to send: whoever has something next flushes, or has the flusher do so. */
    private static final int IDLE = 0;
    /** Somebody is about to take all marks that there are, and looks here again afterwards. */
    private static final int FLUSHING = 1;
    /** Somebody flushes, or is about to, and there is something that he may not have seen. */
    private static final int ASKED = 2;

    /** The last that a session does with its stream. */
    private sealed interface Farewell {

        /** Sends all that is left and ends it in order. */
        record Complete() implements Farewell {}

        /** Ends it with a status. */
        record Fail(StatusRuntimeException failure) implements Farewell {}

        /** Nothing: it has ended by itself. */
        record None() implements Farewell {}
    }

    private final String session;
    private final ConnectionTable connections;
    private final MarkQueue marks;
    private final int tokensPerBatch;
    private final Thread flusher;
    private final Parker flusherParker = new Parker();

    /** Whose duty it is to flush: who moves it from IDLE, until he has moved it back or handed it to the flusher. */
    private final AtomicInteger duty = new AtomicInteger(IDLE);
    // About how many marks wait. Counted by any thread, and now and then one too few: it only says when to send.
    private int waiting;
    // True once an acknowledgement is to leave, with tokens or without; until it has, however long that takes.
    private volatile boolean acknowledging;

    /** A stream that is to be the next, not adopted yet. */
    private final AtomicReference<@Nullable Attach> next = new AtomicReference<>();
    /** What the flusher does last; once this is set nothing else is sent. */
    private final AtomicReference<@Nullable Farewell> farewell = new AtomicReference<>();
    // True once the farewell has begun. Written by the flusher.
    private volatile boolean closed;
    // True once this side has nothing more to say than what stands here: each stream is to be ended behind it.
    private volatile boolean halfClosing;

    private final ReentrantLock lock = new ReentrantLock();
    // The stream to send on, which may have broken: what it is told is then told to nobody.
    @GuardedBy("lock")
    private @Nullable Attach attach;
    // The stream that this side has ended in order.
    @GuardedBy("lock")
    private @Nullable Attach completed;
    // Connections of which the present stream is still to be told where they stand, before anything else.
    @GuardedBy("lock")
    private final Deque<ControlConnection> restating = new ArrayDeque<>();
    @GuardedBy("lock")
    private long batches;
    @GuardedBy("lock")
    private final List<ControlConnection> marked = new ArrayList<>();
    // What the batch that is being made says, and which of its tokens are their connections' last.
    @GuardedBy("lock")
    private final TokenBatch.Builder tokens = new TokenBatch.Builder();
    @GuardedBy("lock")
    private final List<ControlConnection> lasts = new ArrayList<>();

    /** An outbox of a session; {@code threads} makes the flusher's, which is started here. */
    Outbox(String session, ConnectionTable connections, MarkQueue marks, int tokensPerBatch,
            ThreadFactory threads) {
        this.session = session;
        this.connections = connections;
        this.marks = marks;
        this.tokensPerBatch = tokensPerBatch;
        this.flusher = threads.newThread(this::flushWhenAsked);
        flusher.start();
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
        if (ask()) {
            // What is left, or came meanwhile, is the flusher's: this thread has a life of its own.
            if (running > FEW || flushOnce()) {
                flusherParker.unparker().unpark();
            }
        } else if (++waiting >= tokensPerBatch) {
            waiting = 0;
            sendBatchUnlessBusy();
        }
    }

    /** Says that there is something to send, after it was marked; returns whether that is the caller's duty. */
    private boolean ask() {
        // Looked at first: with many threads it has mostly been said, and what nobody writes is read at no cost.
        return duty.get() != ASKED && duty.getAndSet(ASKED) == IDLE;
    }

    /** Sends one batch; returns whether the duty goes on. */
    private boolean flushOnce() {
        // First: what is marked after this is either in the batch or asks anew.
        duty.set(FLUSHING);
        return sendBatch() || !duty.compareAndSet(FLUSHING, IDLE);
    }

    /** The same by the flusher alone. For gRPC's threads and the timer: the caller waits for no lock. */
    void flushElsewhere() {
        if (ask()) {
            flusherParker.unparker().unpark();
        }
    }

    /** Sends an acknowledgement that is owed, alone if there are no tokens to go with it. */
    void acknowledge() {
        acknowledging = true;
        flushElsewhere();
    }

    /**
     * Makes a stream the session's present one, on which all connections that are not forgotten are restated
     * first. One at a time calls this, in the order of the attaches' numbers; the caller waits for no lock. An
     * older stream is told that it was taken over.
     *
     * @return whether it did; false if the session has let go of its last stream
     */
    boolean attach(Attach newest) {
        Attach skipped = next.getAndSet(newest);
        if (skipped != null) {
            // Adopted by nobody, so nobody sends on it.
            takenOver(skipped, newest);
        }
        // After next is set: either the farewell adopts it, or this sees that it comes too late.
        if (closed && next.compareAndSet(newest, null)) {
            return false;
        }
        if (newest.number() > AttachRequest.OPENING || newest.greets() || halfClosing) {
            flushElsewhere();
        }
        return true;
    }

    /** Sends all that is left and ends the stream in order; should it break before it has ended, the next too. */
    void halfClose() {
        halfClosing = true;
        flushElsewhere();
    }

    /** Sends all that is left, ends the stream in order and takes no more. */
    void complete() {
        close(new Farewell.Complete());
    }

    /** Takes no more; the last stream has broken already, or ended by itself. */
    void abandon() {
        close(new Farewell.None());
    }

    /** Ends the stream with a status, if there is one, and takes no more. */
    void fail(StatusRuntimeException failure) {
        close(new Farewell.Fail(failure));
    }

    private void close(Farewell last) {
        if (farewell.compareAndSet(null, last)) {
            flusherParker.unparker().unpark();
        }
    }

    private void takenOver(Attach older, Attach newer) {
        older.stream().fail(Failure.aborted("TAKEN_OVER",
                "attach " + newer.number() + " has taken session " + session + " over from attach "
                        + older.number(),
                Map.of("session", session, "attach", Long.toString(older.number()), "newest",
                        Long.toString(newer.number()))));
    }

    /** Turns to the newest stream, if there is one that is newer than the present one. */
    @GuardedBy("lock")
    private void adopt() {
        Attach newest = next.getAndSet(null);
        if (newest == null) {
            return;
        }
        if (attach != null) {
            takenOver(attach, newest);
        }
        attach = newest;
        restating.clear();
        if (newest.number() > AttachRequest.OPENING) {
            // Asked for now that no older stream can be told anything any more.
            restating.addAll(connections.inOrder());
        }
        if (newest.greets()) {
            sendEmpty(newest);
        }
    }

    @GuardedBy("lock")
    private void sayLast(Attach present) {
        while (hasMore()) {
            sendTokens(present);
        }
        attach = null;
        completed = present;
        present.stream().complete();
    }

    @GuardedBy("lock")
    private boolean hasMore() {
        return !restating.isEmpty() || !marks.isEmpty();
    }

    private void flushWhenAsked() {
        try {
            while (farewell.get() == null) {
                flusherParker.park();
                do {
                    letOthersMark();
                } while (flushOnce());
            }
            sayFarewell();
        } catch (InterruptedException e) {
            // Nobody has this thread's handle to interrupt it.
            throw new IllegalStateException(flusher + " interrupted", e);
        }
    }

    /** Lets whoever is about to mark do so first, and go with this batch. */
    @SuppressWarnings("ThreadPriorityCheck") // The yields make batches larger; nothing relies on them.
    private void letOthersMark() {
        int yields = 0;
        do {
            duty.set(FLUSHING);
            Thread.yield();
            yields++;
        } while (yields < MOST_YIELDS && duty.get() == ASKED);
    }

    private void sayFarewell() {
        lock.lock();
        try {
            closed = true;
            adopt();
            Attach present = attach != null ? attach : completed;
            if (present != null) {
                switch (requireNonNull(farewell.get())) {
                    case Farewell.Complete _ when attach != null -> sayLast(present);
                    case Farewell.Fail fail -> present.stream().fail(fail.failure());
                    case Farewell.Complete _,Farewell.None _ -> {
                    }
                }
            }
            attach = null;
        } finally {
            lock.unlock();
        }
    }

    /** Sends one batch if the stream takes it; returns whether there is more that it takes. */
    private boolean sendBatch() {
        lock.lock();
        try {
            if (farewell.get() != null) {
                return false;
            }
            adopt();
            if (attach != null && halfClosing) {
                sayLast(attach);
            }
            Attach present = attach;
            if (present == null || !present.stream().isReady()) {
                // Marks and acknowledgement stay until it is ready, which comes with a flush of its own.
                return false;
            }
            sendTokens(present);
            if (acknowledging) {
                acknowledging = false;
                if (present.owesAcknowledgement()) {
                    sendEmpty(present);
                }
            }
            return hasMore();
        } finally {
            lock.unlock();
        }
    }

    /** Sends one batch ahead of whoever has the duty to flush, and keeps it. */
    private void sendBatchUnlessBusy() {
        if (lock.tryLock()) {
            try {
                boolean _ = sendBatch();
            } finally {
                lock.unlock();
            }
        }
    }

    @GuardedBy("lock")
    private void sendTokens(Attach present) {
        waiting = 0;
        while (marked.size() < tokensPerBatch && !restating.isEmpty()) {
            marked.add(restating.remove());
        }
        // What was opened since waits until all older connections are restated: the order of numbers holds.
        MarkQueue.Mark mark = marked.size() < tokensPerBatch ? marks.poll() : null;
        while (mark != null) {
            marked.add((ControlConnection) mark);
            mark = marked.size() < tokensPerBatch ? marks.poll() : null;
        }
        // Counts are read after all marks are taken. One that was taken twice then has nothing to add: what it
        // says later marks it anew, and each connection stands in a batch at most once.
        batches++;
        // By index: an iterator would be garbage.
        for (int i = 0; i < marked.size(); i++) {
            if (marked.get(i).tell(present.number(), batches, tokens)) {
                lasts.add(marked.get(i));
            }
        }
        marked.clear();
        if (tokens.size() > 0) {
            connections.traffic().sent(tokens.size());
            present.send(tokens, lasts);
            tokens.clear();
            lasts.clear();
        }
    }

    @GuardedBy("lock")
    private void sendEmpty(Attach present) {
        present.send(tokens, lasts);
    }
}
