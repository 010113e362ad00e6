package dev.parkway.junit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parkway.parker.UnparkReason;
import dev.parkway.points.SyncPointException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where every thread that comes by a point waits until the order lets it pass. Once anything has gone wrong nobody
 * passes any more, and the first thing that did is what the test fails by.
 *
 * <p>A thread of another process has one here that waits in its place, so there is one kind of waiting only.
 */
final class Board {

    private final Duration deadline;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    @GuardedBy("lock")
    private final Order order = new Order();
    @GuardedBy("lock")
    private final Set<Point> passed = new LinkedHashSet<>();
    @GuardedBy("lock")
    private final List<Visit> waiting = new ArrayList<>();
    @GuardedBy("lock")
    private final Parties parties = new Parties();
    @GuardedBy("lock")
    private @Nullable AssertionError failure;
    @GuardedBy("lock")
    private boolean over;

    Board(Duration deadline) {
        this.deadline = deadline;
    }

    void order(List<Point> points) {
        lock.lock();
        try {
            order.chain(points);
        } finally {
            lock.unlock();
        }
    }

    /** Says that several threads go by a party's name, so that one which waits says nothing of the others. */
    void concurrent(String party) {
        lock.lock();
        try {
            parties.concurrent(party);
        } finally {
            lock.unlock();
        }
    }

    void begun(String party) {
        lock.lock();
        try {
            parties.begun(party);
        } finally {
            lock.unlock();
        }
    }

    /** Says that a party comes by no point any more. */
    void ended(String party) {
        lock.lock();
        try {
            parties.ended(party);
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a visit may pass, on the thread that came or on one that stands for it. */
    void come(Visit visit) {
        lock.lock();
        try {
            // Otherwise it has left before it came.
            if (visit.state() == Visit.State.WAITING) {
                admit(visit);
            }
        } finally {
            lock.unlock();
        }
        long deadlineNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(deadline);
        try {
            if (visit.parker.parkUntil(deadlineNanos) == UnparkReason.TIMEOUT) {
                expire(visit);
            }
        } catch (InterruptedException e) {
            leave(visit);
            Thread.currentThread().interrupt();
        }
        goOn(visit);
    }

    @GuardedBy("lock")
    private void admit(Visit visit) {
        if (over || failure != null) {
            visit.end(Visit.State.REFUSED);
            return;
        }
        if (waiting.stream().anyMatch(other -> other.party().equals(visit.party()))) {
            parties.concurrent(visit.party());
        }
        waiting.add(visit);
        settle();
    }

    private void goOn(Visit visit) {
        lock.lock();
        try {
            switch (visit.state()) {
                case PASSED -> {
                }
                case GONE -> throw new SyncPointException(visit + ", and is interrupted or gone");
                case REFUSED -> throw new SyncPointException(
                        failure == null ? visit + ": the test is over"
                                : String.valueOf(failure.getMessage()));
                case WAITING -> throw new IllegalStateException(visit + " woke up for nothing");
            }
        } finally {
            lock.unlock();
        }
    }

    private void expire(Visit visit) {
        lock.lock();
        try {
            if (visit.state() == Visit.State.WAITING) {
                fail("the deadline of " + deadline.toMillis() + " ms is over" + story());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a visit back whose thread or process is gone, be it on its way here still. */
    void leave(Visit visit) {
        lock.lock();
        try {
            if (visit.state() == Visit.State.WAITING) {
                waiting.remove(visit);
                visit.end(Visit.State.GONE);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a thread is held at a point.
     *
     * @throws AssertionError if none is by the deadline, or something has gone wrong
     */
    void awaitHeld(Point point) throws InterruptedException {
        long leftNanos = TimeUnit.NANOSECONDS.convert(deadline);
        lock.lock();
        try {
            while (waiting.stream().noneMatch(visit -> point.equals(visit.point()))) {
                if (failure == null && passed.contains(point)) {
                    fail(point + " is not held: it has been passed already");
                } else if (failure == null && leftNanos <= 0) {
                    fail("nobody was held at " + point + " within " + deadline.toMillis() + " ms" + story());
                }
                if (failure != null) {
                    throw failure;
                }
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nobody waits. */
    void awaitNobody() throws InterruptedException {
        lock.lock();
        try {
            while (!waiting.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets pass whoever may, and fails if somebody never will. */
    @GuardedBy("lock")
    private void settle() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Visit visit : List.copyOf(waiting)) {
                if (missing(visit).isEmpty()) {
                    pass(visit);
                    moved = true;
                }
            }
        }
        changed.signalAll();
        if (failure == null) {
            new Deadlock(List.copyOf(waiting), this::missing, parties).find().ifPresent(this::fail);
        }
    }

    @GuardedBy("lock")
    private void pass(Visit visit) {
        waiting.remove(visit);
        Point point = visit.point();
        if (point != null) {
            passed.add(point);
        }
        parties.passed(visit.party(), visit.place());
        visit.end(Visit.State.PASSED);
    }

    /** The points for which a visit waits; none if it may pass. Those of anybody have no party. */
    @SuppressWarnings("GuardedBy") // Called with the lock held, also through the reference given to Deadlock.
    private List<Point> missing(Visit visit) {
        Point point = visit.point();
        if (point != null) {
            return passed.contains(point) ? List.of()
                    : order.before(point).stream().filter(other -> !passed.contains(other)).toList();
        }
        Point target = visit.target();
        return passed.stream().anyMatch(target::isPassedBy) ? List.of() : List.of(target);
    }

    /** Fails the test, unless it has failed before, and lets nobody pass any more. */
    @GuardedBy("lock")
    private void fail(String message) {
        failure = new AssertionError(message);
        close();
    }

    /** Lets nobody pass any more. */
    @GuardedBy("lock")
    private void close() {
        List.copyOf(waiting).forEach(visit -> visit.end(Visit.State.REFUSED));
        waiting.clear();
        changed.signalAll();
    }

    /** Ends the test: whoever still waits is refused. Says what it fails by, if by anything. */
    @Nullable
    AssertionError end(boolean orderMatters) {
        lock.lock();
        try {
            if (failure == null && orderMatters) {
                List<Point> left = new ArrayList<>(order.points());
                left.removeAll(passed);
                if (!left.isEmpty()) {
                    fail("the order names points that nobody has passed: "
                            + String.join(", ", left.stream().map(Point::toString).toList())
                            + parties.story(left) + story());
                }
            }
            over = true;
            close();
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Who waits for whom where, at this moment. */
    String tell() {
        lock.lock();
        try {
            return story();
        } finally {
            lock.unlock();
        }
    }

    /** The points that were passed, in the order in which they were. */
    List<Point> passed() {
        lock.lock();
        try {
            return List.copyOf(passed);
        } finally {
            lock.unlock();
        }
    }

    /** Who waits for whom where, what those did last for whom somebody waits, and how far all have come. */
    @GuardedBy("lock")
    private String story() {
        List<Point> wanted = waiting.stream().flatMap(visit -> missing(visit).stream()).distinct().toList();
        List<String> waits = waiting.stream().map(visit -> visit + Deadlock.wants(missing(visit))).toList();
        return (waits.isEmpty() ? "" : ": " + String.join(", ", waits)) + parties.story(wanted)
                + "; passed so far: " + (passed.isEmpty() ? "nothing" : Order.arrows(List.copyOf(passed)));
    }
}
