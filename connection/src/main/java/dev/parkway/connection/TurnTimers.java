package dev.parkway.connection;

import dev.parkway.parker.TurnResult;
import java.util.List;

/** Several timers as one. */
final class TurnTimers implements TurnTimer {

    private final TurnTimer[] timers;

    private TurnTimers(TurnTimer... timers) {
        this.timers = timers;
    }

    /** Makes a timer of those that care for this side: most do not, and are then not asked at every turn. */
    static TurnTimer begin(List<Maker> makers, History history) {
        TurnTimer[] timers = makers.stream().map(maker -> maker.begin(history))
                .filter(timer -> !timer.equals(NONE)).toArray(TurnTimer[]::new);
        return switch (timers.length) {
            case 0 -> NONE;
            case 1 -> timers[0];
            default -> new TurnTimers(timers);
        };
    }

    @Override
    public void given() {
        for (TurnTimer timer : timers) {
            timer.given();
        }
    }

    @Override
    public void waits() {
        for (TurnTimer timer : timers) {
            timer.waits();
        }
    }

    @Override
    public void waited(TurnResult result) {
        for (TurnTimer timer : timers) {
            timer.waited(result);
        }
    }
}
