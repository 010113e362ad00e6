package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PaceTest {

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @Test
    void hold_eachState_isAskedButForTheFirst() {
        LoneSide side = LoneSide.client();
        side.gate.give(Plots.LOCKSTEP.client().awaits());
        side.run(side.transcript(), history -> side.events.add("hold"), Duration.ZERO);

        assertThat(side.events).startsWith("begin", "CLOSED", "hold", "SYN_SENT", "!", "hold", "ESTABLISHED",
                "!", "hold", "FIN_WAIT_1", "!");
    }

    @Test
    void hold_answerWithoutState_isAsked() {
        LoneSide side = new LoneSide(Plots.REFUSED, Side.SERVER);
        side.gate.give(1);
        side.run(side.transcript(), history -> side.events.add("hold"), Duration.ZERO);

        assertThat(side.events).containsExactly("begin", "CLOSED", "hold", "!", "ended completed", "finish");
    }

    @Test
    void every_interrupted_endsTheSide() {
        LoneSide side = LoneSide.client();
        Thread.currentThread().interrupt();
        side.run(Observer.none(), Pace.every(Duration.ofDays(1)), Duration.ZERO);

        assertThat(side.history.transitions()).map(Transition::to)
                .containsExactly(TcpState.CLOSED, TcpState.CLOSED);
        assertThat(side.history.outcome()).contains("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void every_time_passesBeforeEachMove() {
        LoneSide side = LoneSide.client();
        side.gate.give(Plots.LOCKSTEP.client().awaits());
        long before = System.nanoTime();
        side.run(Observer.none(), Pace.every(Duration.ofMillis(5)), Duration.ZERO);

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(6 * 5_000_000L);
        assertThat(side.history.completed()).isTrue();
    }
}
