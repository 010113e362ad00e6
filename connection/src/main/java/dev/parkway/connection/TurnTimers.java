package dev.parkway.connection;

import dev.parkway.parker.TurnResult;
import java.util.List;

/** Several timers as one. */
record TurnTimers(List<TurnTimer> timers) implements TurnTimer {

    @Override
    public void given() {
        timers.forEach(TurnTimer::given);
    }

    @Override
    public void waits() {
        timers.forEach(TurnTimer::waits);
    }

    @Override
    public void waited(TurnResult result) {
        timers.forEach(timer -> timer.waited(result));
    }
}
