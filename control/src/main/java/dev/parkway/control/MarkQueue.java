package dev.parkway.control;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The connections that have something to say, first come, first served; each stands in it at most once. Any
 * thread adds, one at a time polls, nobody blocks and nothing is allocated.
 *
 * <p>It is Vyukov's intrusive queue for many producers and one consumer: the links are fields of the
 * connections themselves.
 */
final class MarkQueue {

    /** What stands in the queue. */
    abstract static class Mark {

        // Before a mark is in the queue its own producer's alone; then set once, by NEXT.
        private @Nullable Mark next;
        // Written by QUEUED alone.
        @SuppressWarnings("UnusedVariable")
        private volatile boolean queued;
    }

    private static final VarHandle NEXT;
    private static final VarHandle LAST;
    private static final VarHandle QUEUED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(Mark.class, "next", Mark.class);
            LAST = lookup.findVarHandle(MarkQueue.class, "last", Mark.class);
            QUEUED = lookup.findVarHandle(Mark.class, "queued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Stub extends Mark {}

    private final Mark stub = new Stub();
    // The consumer's end; guarded by whatever makes the consumer single.
    private Mark first = stub;
    // The producers' end; written by LAST alone.
    private volatile Mark last = stub;

    /**
     * Adds a mark that is not in the queue; one that is stays where it is. Either way whoever takes it out sees what the
     * caller wrote before.
     */
    void add(Mark mark) {
        // A write even where it changes nothing: the consumer's own reads it, and so sees what came before it.
        if (!(boolean) QUEUED.getAndSet(mark, true)) {
            link(append(mark), mark);
        }
    }

    /** The first half of adding: until the second, this mark and those behind it are hidden from the consumer. */
    Mark append(Mark mark) {
        mark.next = null;
        return (Mark) LAST.getAndSet(this, mark);
    }

    /** The second half. */
    static void link(Mark previous, Mark mark) {
        NEXT.setRelease(previous, mark);
    }

    /**
     * Takes the first mark; what it has to say is to be read afterwards, so that whatever is said later marks
     * it anew. Null if there is none, or if its producer is in the middle of adding it: {@link #isEmpty()}
     * tells which. Only the consumer calls it.
     */
    @SuppressWarnings("ReferenceEquality") // Which mark it is, is all that matters.
    @Nullable
    Mark poll() {
        Mark mark = first;
        Mark next = next(mark);
        if (mark == stub) {
            if (next == null) {
                return null;
            }
            first = next;
            mark = next;
            next = next(mark);
        }
        if (next == null) {
            if (mark != last) {
                return null;
            }
            // The only mark: the stub goes behind it, so that it can be taken out.
            link(append(stub), stub);
            next = next(mark);
            if (next == null) {
                return null;
            }
        }
        first = next;
        boolean _ = (boolean) QUEUED.getAndSet(mark, false);
        return mark;
    }

    private static @Nullable Mark next(Mark mark) {
        return (Mark) NEXT.getAcquire(mark);
    }

    /**
     * Whether every mark whose adding has begun was taken. A mark that is being added hides those behind it,
     * whose producers are done and will not come again: whoever polls must. Only the consumer calls it.
     */
    @SuppressWarnings("ReferenceEquality") // Which mark it is, is all that matters.
    boolean isEmpty() {
        return first == stub && last == stub;
    }
}
