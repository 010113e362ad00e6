package dev.parkway.script;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edge of a protocol's state diagram: a way from state to state, and what may lead along it. Scripts are checked
 * against the table of all edges when they are loaded, and traces when they are judged. Its text is its name.
 */
public interface Edge {

    /** {@return its name, as in {@code E8}} */
    String name();

    /** {@return its place in {@link Protocol#edges()}, from 0} */
    int ordinal();

    /** {@return the states that it leaves} */
    Set<? extends State> from();

    /** {@return the state that it enters} */
    State to();

    /** {@return event and action, in the protocol's own terms: {@code rcv SYN / snd SYN,ACK}} */
    String text();

    /** {@return the named causes that lead along it} */
    Set<? extends Cause> causes();

    /** {@return whether any wait that ends otherwise than by its turn leads along it as well} */
    boolean ending();

    /**
     * Says whether a cause may lead along this edge.
     *
     * @param cause the cause
     * @return true if the edge's event is that cause
     */
    default boolean accepts(Cause cause) {
        return cause instanceof Cause.Ended ? ending() : causes().contains(cause);
    }

    /**
     * Says whether the edge leads from one state to another.
     *
     * @param before the state left
     * @param after the state entered
     * @return true if it does, whatever the cause
     */
    default boolean joins(State before, State after) {
        return to().equals(after) && from().contains(before);
    }

    /**
     * Says why a side may not take this edge although its state and the cause fit: because of the way in which it came
     * to that state.
     *
     * @param cause the cause
     * @param entered the edge by which the side came to its state; null if by none, at the start or by a crash
     * @return why not, as in {@code when SYN_RCVD was entered by an active OPEN}; nothing if it may
     */
    default Optional<String> objection(Cause cause, @Nullable Edge entered) {
        return Optional.empty();
    }

    /** {@return whether a side may be told to stay for a while before it takes this edge} */
    default boolean held() {
        return false;
    }
}
