package dev.parkway.tcp;

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
    record Enter(TcpState state, @Nullable Cause cause, @Nullable Edge edge) implements Step {}

    /**
     * Unparks the peer.
     *
     * @param segment what the token stands for
     */
    record Send(Segment segment) implements Step {}

    /**
     * Waits for the peer's next token.
     *
     * @param segment what the token stands for
     */
    record Await(Segment segment) implements Step {}

    /** Lets twice the maximum segment lifetime pass. It ends by time or interrupt alone. */
    record TwoMsl() implements Step {}
}
