package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import dev.parkway.script.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnTimersTest {

    private final History history = new History(LoneSide.NAME, Plots.LOCKSTEP, Side.CLIENT);
    private final List<String> told = new ArrayList<>();

    @Test
    void all_several_tellsEachInTheirOrder() {
        TurnTimer both = TurnTimer
                .all(List.of(begun -> writer("a"), TurnTimer.Maker.NONE, begun -> writer("b")))
                .begin(history);
        both.given();
        both.waits();
        both.waited(TurnResult.PEER_GONE);

        assertThat(told).containsExactly("a given", "b given", "a waits", "b waits", "a peer gone",
                "b peer gone");
    }

    @Test
    void all_othersTimeNothing_isTheOneThatDoes() {
        TurnTimer one = writer("a");

        assertThat(TurnTimer.all(List.of(TurnTimer.Maker.NONE, begun -> one, TurnTimer.Maker.NONE))
                .begin(history))
                .isSameAs(one);
    }

    @Test
    void all_noneTimes_isNone() {
        assertThat(TurnTimer.all(List.of(TurnTimer.Maker.NONE, TurnTimer.Maker.NONE)).begin(history))
                .isSameAs(TurnTimer.NONE);
        assertThat(TurnTimer.all(List.of()).begin(history)).isSameAs(TurnTimer.NONE);
    }

    private TurnTimer writer(String name) {
        return new TurnTimer() {
            @Override
            public void given() {
                told.add(name + " given");
            }

            @Override
            public void waits() {
                told.add(name + " waits");
            }

            @Override
            public void waited(TurnResult result) {
                told.add(name + " " + result);
            }
        };
    }
}
