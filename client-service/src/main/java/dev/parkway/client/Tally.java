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

    private final int parallel;
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final AtomicLong running = new AtomicLong();
    /** How many have not begun; below zero once somebody has looked in vain. */
    private final AtomicLong left = new AtomicLong();
    private volatile Runnable opener = Tally::nothing;
    private final Parker allEnded = new Parker();

    Tally(int parallel) {
        this.parallel = parallel;
    }

    /**
     * Has connections begin, as many at a time as there is room for, and waits until all of them have ended on
     * this side. One thread at a time does.
     *
     * @param connections how many in all
     * @param begin begins the next one and does not wait. Mostly it is called on the thread of the connection
     *        that has made room: that saves waking one for it
     */
    void run(long connections, Runnable begin) throws InterruptedException {
        opener = begin;
        left.set(connections);
        // This thread counts as well: until it is done with opening, nobody finds that all have ended.
        running.incrementAndGet();
        for (int i = 0; i < parallel && beginNext(); i++) {
            // The rest begin where these end.
        }
        running.decrementAndGet();
        while (running.get() > 0) {
            allEnded.park();
        }
        // It has the session, and who stops the process early has this.
        opener = Tally::nothing;
    }

    private static void nothing() {}

    /** Has no more begin. Any thread. */
    void beginNoMore() {
        left.set(0);
    }

    private boolean beginNext() {
        if (left.getAndDecrement() <= 0) {
            return false;
        }
        running.incrementAndGet();
        boolean begun = false;
        try {
            opener.run();
            begun = true;
        } finally {
            if (!begun) {
                oneLess();
            }
        }
        return true;
    }

    private void oneLess() {
        if (running.decrementAndGet() == 0) {
            allEnded.unparker().unpark();
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
                beginNext();
            }
        }
    }
}
