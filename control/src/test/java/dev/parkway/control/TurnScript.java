package dev.parkway.control;

import dev.parkway.parker.TurnResult;

/**
 * One side of a two-party protocol: {@code !} gives the peer a turn, {@code ?} takes the next one.
 *
 * @param steps in order
 */
record TurnScript(String steps) {

    TurnScript {
        if (!steps.matches("[!?]*")) {
            throw new IllegalArgumentException("steps are ! and ?, not " + steps);
        }
    }

    long gives() {
        return steps.chars().filter(step -> step == '!').count();
    }

    long takes() {
        return steps.length() - gives();
    }

    /** Runs one side to its end or to the first wait that fails, and finishes it in any case. */
    TurnResult run(ControlConnection connection) {
        TurnResult result = TurnResult.TURN_TAKEN;
        try {
            connection.flush();
            long taken = 0;
            for (int i = 0; i < steps.length() && result == TurnResult.TURN_TAKEN; i++) {
                if (steps.charAt(i) == '!') {
                    connection.unpark();
                } else {
                    taken++;
                    result = connection.gate().await(taken);
                }
            }
            return result;
        } finally {
            connection.finish();
        }
    }
}
