package dev.parkway.junit;

import dev.parkway.parker.Parker;
import org.jspecify.annotations.Nullable;

/**
 * One thread that has come by one point. Its fields but the parker are guarded by the {@link Board}'s lock, and tell
 * how the visit went once it is over.
 */
final class Visit {

    /** How a visit goes. */
    enum State {
        /** The thread waits. */
        WAITING,
        /** The thread may go on. */
        PASSED,
        /** The thread may not go on, nor may anybody any more. */
        REFUSED,
        /** The thread's process is gone. */
        GONE
    }

    final Parker parker = new Parker();
    private final String party;
    private final Point target;
    private final boolean passes;
    private State state = State.WAITING;

    private Visit(String party, Point target, boolean passes) {
        this.party = party;
        this.target = target;
        this.passes = passes;
    }

    /**
     * A party wants to pass a point of its own.
     *
     * @throws IllegalArgumentException if a point cannot be called so
     */
    static Visit reached(String party, String name) {
        return new Visit(party, Point.of(party, name), true);
    }

    /**
     * A party wants to go on when somebody has passed a point: anybody, or one as in {@code writer:written}.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    static Visit waitFor(String party, String target) {
        return new Visit(party, Point.parseTarget(target), false);
    }

    String party() {
        return party;
    }

    /** The point that it passes or waits for. */
    Point target() {
        return target;
    }

    /** Where its party has been when it is over, as the program has it: its own point by the name alone. */
    String place() {
        return passes ? target.name() : target.toString();
    }

    /** The point that is passed when this visit is; null if it only waits. */
    @Nullable
    Point point() {
        return passes ? target : null;
    }

    State state() {
        return state;
    }

    /** Ends the visit and wakes its thread. */
    void end(State how) {
        state = how;
        parker.unparker().unpark();
    }

    /** Who waits where, as in {@code bob waits at written}. */
    @Override
    public String toString() {
        return party + " waits" + (passes ? " at " + target.name() : "");
    }
}
