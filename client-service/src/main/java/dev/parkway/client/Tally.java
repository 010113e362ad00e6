package dev.parkway.client;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.parker.Parker;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpState;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how the client's sides of connections ended, and lets only so many of them run at a time. A
 * connection in TIME_WAIT has done its work and makes room for the next.
 */
final class Tally implements Observer {

    /** Where connections begin. */
    interface Opener {

        /**
         * Begins the next one and does not wait; says no if none can begin now. Mostly it is called on the thread of
         * the connection that has made room: that saves waking one for it.
         */
        boolean begin();

        /** Whether one can begin now. */
        boolean takes();
    }

    /** Where one can always begin. */
    @FunctionalInterface
    interface Always extends Opener {

        @Override
        default boolean takes() {
            return true;
        }
    }

    private static final Opener NOWHERE = new Opener() {
        @Override
        public boolean begin() {
            return false;
        }

        @Override
        public boolean takes() {
            return false;
        }
    };

    private final int parallel;
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    /** Those that have neither ended nor come to TIME_WAIT. */
    private final AtomicLong busy = new AtomicLong();
    private final AtomicLong running = new AtomicLong();
    /** How many have not begun. */
    private final AtomicLong left = new AtomicLong();
    private volatile boolean closed;
    private volatile Opener opener = NOWHERE;
    private final Parker news = new Parker();

    Tally(int parallel) {
        this.parallel = parallel;
    }

    /**
     * Has connections begin, as many at a time as there is room for, and waits until all of them have ended on
     * this side. One thread at a time does.
     *
     * @param connections how many in all
     */
    void run(long connections, Opener where) throws InterruptedException {
        opener = where;
        left.set(connections);
        fill();
        while (running.get() > 0 || (left.get() > 0 && !closed)) {
            news.park();
        }
        // It has the sessions, and who stops the process early has this.
        opener = NOWHERE;
    }

    /** Has no more begin, for good. Any thread. */
    void beginNoMore() {
        closed = true;
        news.unparker().unpark();
    }

    /** Has connections begin while there is room for one, and somewhere to begin. Any thread. */
    void fill() {
        boolean more = true;
        while (more) {
            more = reserve() && beginReserved();
        }
    }

    private boolean reserve() {
        for (long now = busy.get(); now < parallel; now = busy.get()) {
            if (busy.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Begins one in the room that is reserved for it, or gives the room back; says whether to look for another. */
    private boolean beginReserved() {
        running.incrementAndGet();
        boolean due = false;
        boolean begun = false;
        try {
            due = take();
            begun = due && opener.begin();
            if (due && !begun) {
                left.incrementAndGet();
            }
        } finally {
            if (!begun) {
                busy.decrementAndGet();
                oneLess();
            }
        }
        // Where there was nowhere to begin there may be now, and who brought that may have found no room: this one's.
        return due && (begun || opener.takes());
    }

    private boolean take() {
        for (long now = left.get(); now > 0 && !closed; now = left.get()) {
            if (left.compareAndSet(now, now - 1)) {
                return true;
            }
        }
        return false;
    }

    private void oneLess() {
        if (running.decrementAndGet() == 0) {
            news.unparker().unpark();
        }
    }

    @Override
    public Observation begin(History history) {
        return history.side() == Side.CLIENT ? new Connection(history) : Observation.NONE;
    }

    /** Takes the connections of such outcomes out of the count: others will be run in their place. */
    long retry(Set<TurnResult> causes) {
        long retried = 0;
        for (TurnResult cause : causes) {
            LongAdder count = outcomes.remove(cause.toString());
            retried += count == null ? 0 : count.sum();
        }
        return retried;
    }

    /** {@return how many connections there are of each outcome} */
    Map<String, Long> outcomes() {
        Map<String, Long> sums = new TreeMap<>();
        outcomes.forEach((outcome, count) -> sums.put(outcome, count.sum()));
        return sums;
    }

    /** {@return how many connections have ended, those apart that others were run in place of} */
    long ended() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long completed() {
        LongAdder count = outcomes.get(History.COMPLETED);
        return count == null ? 0 : count.sum();
    }

    private final class Connection implements Observation {

        private final History history;
        private boolean left;

        Connection(History history) {
            this.history = history;
        }

        @Override
        public void entered(int ordinal) {
            if (history.state().orElseThrow() == TcpState.TIME_WAIT) {
                leave();
            }
        }

        @Override
        public void ended() {
            outcomes.computeIfAbsent(history.outcome().orElse("unknown"), _ -> new LongAdder()).increment();
            try {
                leave();
            } finally {
                oneLess();
            }
        }

        private void leave() {
            if (!left) {
                left = true;
                busy.decrementAndGet();
                fill();
            }
        }
    }
}
