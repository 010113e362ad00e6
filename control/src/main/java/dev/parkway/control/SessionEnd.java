package dev.parkway.control;

import dev.parkway.parker.TurnResult;
import java.util.Optional;

/**
 * How a session ended.
 *
 * @param cause what the waits of its connections returned; empty if the client closed it when it was done
 * @param detail one line for people
 */
public record SessionEnd(Optional<TurnResult> cause, String detail) {

    static SessionEnd closed() {
        return new SessionEnd(Optional.empty(), "closed");
    }

    static SessionEnd because(TurnResult cause, String detail) {
        return new SessionEnd(Optional.of(cause), detail);
    }

    /** {@return whether the client closed it when it was done} */
    public boolean orderly() {
        return cause.isEmpty();
    }

    @Override
    public String toString() {
        return cause.map(c -> c + " (" + detail + ")").orElse(detail);
    }
}
