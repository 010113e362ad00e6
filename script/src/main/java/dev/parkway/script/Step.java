package dev.parkway.script;

import org.jspecify.annotations.Nullable;

/** One thing that a side does next. */
public sealed interface Step {

    /**
     * Enters a state, and records it before the next step.
     *
     * @param state the state entered
     * @param cause why; null only for a script's first state
     * @param edge along which edge; null for the first state and for a {@link Cause#CRASH}
     */
    record Enter(State state, @Nullable Cause cause, @Nullable Edge edge) implements Step {}

    /**
     * Unparks the peer.
     *
     * @param token what that stands for
     */
    record Send(Token token) implements Step {}

    /**
     * Waits for the peer's next token.
     *
     * @param token what it stands for
     */
    record Await(Token token) implements Step {}

    /**
     * Lets a timer run out. It ends by time or interrupt alone.
     *
     * @param timer which one
     */
    record Pause(Cause.Timer timer) implements Step {}
}
