package dev.parkway.inspection;

import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Judges every connection once: when the records of both sides have come to their ends, or when it is forgotten
 * before that. It does so on a thread of its own; a state thread that ends only hands its connection over.
 */
final class Judge {

    /** With so many connections waiting, whoever brings one more judges it himself, so that memory stays bounded. */
    static final int CROWD = 1 << 16;

    /** Short against a person's patience, and long enough that those who end hardly ever have to wake it. */
    private static final long GATHER_NANOS = Duration.ofMillis(10).toNanos();

    /** A connection that waits; the entry itself may be marked for the teller at the same time. */
    private static final class Case extends MarkStack.Mark {

        private final Entry entry;

        Case(Entry entry) {
            this.entry = entry;
        }
    }

    private final Duration twoMsl;
    private final Executor starter;
    private final Verdicts verdicts = new Verdicts();
    private final Precedents precedents = new Precedents();
    private final MarkStack cases = new MarkStack();
    private final Parker parker = new Parker();
    private volatile boolean closed;

    // Guarded by this for writing.
    private volatile boolean started;

    /**
     * Creates a judge that has nothing to do.
     *
     * @param twoMsl how long TIME_WAIT lasts on those sides that run in this process; zero if it is not to be checked
     * @param starter starts the thread, when there is something to judge
     */
    Judge(Duration twoMsl, Executor starter) {
        this.twoMsl = twoMsl;
        this.starter = starter;
    }

    Duration twoMsl() {
        return twoMsl;
    }

    /** Returns what was found without fault so far. */
    Precedents precedents() {
        return precedents;
    }

    /** Returns how many connections got which verdict so far. */
    Verdicts verdicts() {
        return verdicts;
    }

    /** Has a connection judged that is over or forgotten, unless it has been. Any thread. */
    void submit(Entry entry) {
        if (closed || cases.depth() >= CROWD) {
            judge(entry);
        } else if (cases.add(new Case(entry))) {
            start();
            parker.unparker().unpark();
        }
        if (closed) {
            // It may have come behind the last turn.
            turn();
        }
    }

    /** Has judged, when it returns, all that was submitted before; later ones are judged by whoever submits them. */
    void close() {
        closed = true;
        parker.unparker().unpark();
        turn();
    }

    private void start() {
        if (started) {
            return;
        }
        synchronized (this) {
            if (!started) {
                started = true;
                starter.execute(this::run);
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                parker.park();
                gather();
                turn();
            }
        } catch (InterruptedException e) {
            // Not by us; whoever it was wants it ended.
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void gather() throws InterruptedException {
        long untilNanos = System.nanoTime() + GATHER_NANOS;
        boolean gathering = true;
        while (gathering && !closed) {
            gathering = parker.parkUntil(untilNanos) == UnparkReason.UNPARKED
                    && untilNanos - System.nanoTime() > 0;
        }
    }

    /** Judges all that waits now; returns after whoever is at it already. */
    synchronized void turn() {
        for (MarkStack.Mark mark = cases.takeAll(); mark != null;) {
            Entry entry = ((Case) mark).entry;
            mark = MarkStack.pass(mark);
            judge(entry);
        }
    }

    private void judge(Entry entry) {
        entry.conclude().ifPresent(verdict -> verdicts.add(entry.scenario(), verdict.outcome()));
    }
}
