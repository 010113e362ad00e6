package dev.parkway.operation;

import dev.parkway.connection.ConnectionName;
import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** How one connection goes on: those of its sides that run in this process wait here before each move. */
final class Course {

    /** Longer than anybody watches; then what was left held costs nothing any more. */
    private static final Duration FORSAKEN = Duration.ofHours(1);

    /** A side that waits to be let go, on a parker of its own. */
    private record Held(Side side, Parker parker, long sinceNanos) {}

    /**
     * How it stands.
     *
     * @param rate how its sides move
     * @param owed moves that were asked for and that nobody has made
     * @param held who waits, in the order in which they came
     * @param over whether no side runs here any more
     */
    record Standing(Rate rate, int owed, List<Side> held, boolean over) {}

    private final ConnectionName name;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    // All guarded by this.
    private Rate rate;
    private int sides;
    private int owedAny;
    private final Map<Side, Integer> owed = new EnumMap<>(Side.class);
    private final List<Held> held = new ArrayList<>();

    /**
     * Creates a course.
     *
     * @param name of which connection
     * @param sides how many of its sides run in this process
     * @param rate how they begin
     */
    Course(ConnectionName name, int sides, Rate rate) {
        this.name = name;
        this.sides = sides;
        this.rate = rate;
    }

    ConnectionName name() {
        return name;
    }

    synchronized boolean runs() {
        return rate instanceof Rate.Run;
    }

    /** Waits until the side may move; false if the thread is interrupted, which it stays. */
    boolean hold(Side side) {
        Held me = new Held(side, new Parker(), System.nanoTime());
        enter(me);
        tell();
        try {
            while (isHeld(me)) {
                if (me.parker.parkUntil(deadlineNanos(me)) == UnparkReason.TIMEOUT) {
                    leaveIfOverdue(me);
                }
            }
            return true;
        } catch (InterruptedException e) {
            leave(me);
            Thread.currentThread().interrupt();
            return false;
        } finally {
            tell();
        }
    }

    private synchronized void enter(Held one) {
        // Let go between the question and now.
        if (!runs()) {
            held.add(one);
            letGo();
        }
    }

    /** By the rate of now: one who was to wait a moment may be held meanwhile, and somebody have been told so. */
    private synchronized void leaveIfOverdue(Held one) {
        if (System.nanoTime() - deadlineNanos(one) >= 0) {
            held.remove(one);
        }
    }

    private synchronized void leave(Held one) {
        held.remove(one);
    }

    private synchronized boolean isHeld(Held one) {
        return held.contains(one);
    }

    private synchronized long deadlineNanos(Held one) {
        Duration wait = rate instanceof Rate.Delay delay ? delay.time() : FORSAKEN;
        return one.sinceNanos + wait.toNanos();
    }

    /** Goes on in another way; what was owed is forgotten. */
    void rate(Rate next) {
        synchronized (this) {
            rate = next;
            owedAny = 0;
            owed.clear();
            // They go, or wait until another time.
            held.forEach(each -> each.parker.unparker().unpark());
            if (next instanceof Rate.Run) {
                held.clear();
            }
        }
        tell();
    }

    /** Holds it, and owes whoever comes so many moves more; false if that were too many. */
    boolean step(int moves, int most) {
        return step(moves, most, () -> owedAny += moves);
    }

    /** Holds it, and owes one side so many moves more; false if that were too many. */
    boolean step(Side whose, int moves, int most) {
        return step(moves, most, () -> owed.merge(whose, moves, Integer::sum));
    }

    private boolean step(int moves, int most, Runnable owe) {
        synchronized (this) {
            if (owed() + moves > most) {
                return false;
            }
            rate = new Rate.Hold();
            owe.run();
            letGo();
            // One who was only delayed is held now.
            held.forEach(each -> each.parker.unparker().unpark());
        }
        tell();
        return true;
    }

    private void letGo() {
        for (Iterator<Held> each = held.iterator(); each.hasNext();) {
            Held one = each.next();
            int own = owed.getOrDefault(one.side, 0);
            if (own > 0) {
                owed.put(one.side, own - 1);
            } else if (owedAny > 0) {
                owedAny--;
            } else {
                continue;
            }
            each.remove();
            one.parker.unparker().unpark();
        }
    }

    private int owed() {
        return owedAny + owed.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized Standing standing() {
        return new Standing(rate, owed(), held.stream().map(Held::side).toList(), sides == 0);
    }

    /** A side has ended; true if it was the last. */
    boolean ended() {
        boolean last;
        synchronized (this) {
            last = --sides == 0;
        }
        tell();
        return last;
    }

    /** Has somebody told of changes, on the threads that make them; it must be quick. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    private void tell() {
        watchers.forEach(Runnable::run);
    }
}
