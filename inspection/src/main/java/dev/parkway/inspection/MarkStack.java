package dev.parkway.inspection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What has news, each at most once. Any thread adds, without a lock and without garbage; one thread takes all
 * there is at once, oldest first, which is why a stack will do.
 */
final class MarkStack {

    /** Something that may have news. */
    abstract static class Mark {

        // Set by whoever adds it, cleared by whoever takes it: between the two no one else touches the rest.
        private volatile boolean marked;
        private @Nullable Mark next;
        private int depth;
    }

    private static final VarHandle MARKED;
    private static final VarHandle TOP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MARKED = lookup.findVarHandle(Mark.class, "marked", boolean.class);
            TOP = lookup.findVarHandle(MarkStack.class, "top", Mark.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Mark top;

    /**
     * Adds a mark that is not there yet.
     *
     * @return true if the stack was empty, so that the one who takes may be waiting
     */
    boolean add(Mark mark) {
        // Looked at first, since most news comes while older news has not been taken.
        if (mark.marked || !MARKED.compareAndSet(mark, false, true)) {
            return false;
        }
        while (true) {
            Mark below = top;
            mark.next = below;
            mark.depth = below == null ? 1 : below.depth + 1;
            if (TOP.compareAndSet(this, below, mark)) {
                return below == null;
            }
        }
    }

    /** Returns how many marks wait to be taken. */
    int depth() {
        Mark mark = top;
        return mark == null ? 0 : mark.depth;
    }

    /** Takes all marks; the oldest is returned, {@link #pass} leads to the next. */
    @Nullable
    Mark takeAll() {
        Mark mark = (Mark) TOP.getAndSet(this, (Mark) null);
        Mark oldest = null;
        while (mark != null) {
            Mark below = mark.next;
            mark.next = oldest;
            oldest = mark;
            mark = below;
        }
        return oldest;
    }

    /**
     * Unmarks a mark that was taken, so that news from now on marks it anew; what it had to say is to be read
     * afterwards.
     *
     * @return the next of those taken with it
     */
    static @Nullable Mark pass(Mark mark) {
        Mark next = mark.next;
        mark.next = null;
        mark.marked = false;
        return next;
    }
}
