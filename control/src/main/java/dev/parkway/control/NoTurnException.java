package dev.parkway.control;

import dev.parkway.parker.TurnResult;

/** Says that a turn which was waited for will not come, and why. */
public final class NoTurnException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why the wait ended. */
    private final TurnResult result;

    NoTurnException(ControlConnection connection, long turn, TurnResult result) {
        super("turn " + turn + " on connection " + connection + ": " + result);
        this.result = result;
    }

    /** {@return why the wait ended; neither by the turn nor by an interrupt} */
    public TurnResult result() {
        return result;
    }
}
