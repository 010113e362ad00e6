package dev.parkway.parker;

/**
 * How long a park looks out for the token before it gives up its processor.
 *
 * <p>When the answer comes at once, as between two threads that step hand in hand, looking out saves both of
 * them a wake-up, which costs a hundred times as much. When it does not, looking out is wasted, and the more so
 * the more threads want the processors. So each parker learns: every token that came while looking out sets the
 * limit to the full length again, every one that did not cuts it to a quarter, down to nothing. Then only one
 * park in a while tries again, and that while doubles with each failure.
 *
 * <p>With one processor, or one carrier for virtual threads, nobody looks out: the one that would bring the
 * token could not run meanwhile.
 *
 * <p>Used by the thread that parks. Its fields are hints: should two threads race at them, a park looks out for
 * longer or less, and is as right as before.
 */
final class Spin {

    /** How often to look, at most; about as long as an idle thread takes to wake up. */
    private static final int FULL = Integer.getInteger("dev.parkway.parker.spins", 1_000);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int PLATFORM = PROCESSORS > 1 ? FULL : 0;
    private static final int VIRTUAL = Integer.getInteger("jdk.virtualThreadScheduler.parallelism",
            PROCESSORS) > 1 ? PLATFORM : 0;

    private static final int FIRST_REST = 16;
    private static final int LONGEST_REST = 4_096;

    private int limit = FULL;
    // Parks to let go by before the next try.
    private int rest;
    private int nextRest = FIRST_REST;

    /** Returns how often the park that begins now may look. */
    int looks() {
        int full = Thread.currentThread().isVirtual() ? VIRTUAL : PLATFORM;
        if (limit > 0 || full == 0) {
            return Math.min(limit, full);
        }
        if (rest > 0) {
            rest--;
            return 0;
        }
        return full;
    }

    void found() {
        // Written only if it changes: the line may be the one that the other thread reads and writes.
        if (limit != FULL) {
            limit = FULL;
            nextRest = FIRST_REST;
        }
    }

    void foundNothing() {
        limit /= 4;
        if (limit == 0) {
            rest = nextRest;
            nextRest = Math.min(2 * nextRest, LONGEST_REST);
        }
    }
}
