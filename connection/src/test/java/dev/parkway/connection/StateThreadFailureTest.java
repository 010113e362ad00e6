package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.parker.Peer;
import dev.parkway.script.Cause;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a side when those around it throw. */
final class StateThreadFailureTest {

    private final LoneSide side = LoneSide.client();

    @BeforeEach
    void giveAllTurns() {
        side.gate.give(Plots.LOCKSTEP.client().awaits());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void run_observerThrows_endsWithACauseAndTellsTheOthersAndThePeer(int ordinal) {
        RuntimeException broken = new IllegalStateException("disk full");
        Observer throwing = history -> each -> {
            if (each == ordinal) {
                throw broken;
            }
        };

        assertThatThrownBy(() -> side.run(Observer.all(List.of(throwing, side.transcript()))))
                .isSameAs(broken);
        Transition before = side.history.transition(ordinal);
        assertThat(side.last()).isEqualTo(new Transition(Side.CLIENT, ordinal + 1, before.to(),
                TcpState.CLOSED, new Cause.Ended("internal error"), TcpEdge.X11, before.sent(),
                before.received(),
                0));
        assertThat(side.history.outcome()).contains("internal error");
        assertThat(side.events).endsWith(before.to().toString(), "CLOSED", "ended internal error", "finish");
    }

    @Test
    void run_allObserversThrowForEver_losesNoFailureAndTellsThePeerOnce() {
        AtomicInteger failures = new AtomicInteger();
        Observer throwing = history -> new Observation() {
            @Override
            public void entered(int ordinal) {
                throw new IllegalStateException("failure " + failures.incrementAndGet());
            }

            @Override
            public void ended() {
                entered(0);
            }
        };

        assertThatThrownBy(() -> side.run(Observer.all(List.of(throwing, throwing)))).hasMessage("failure 1")
                .satisfies(e -> assertThat(e.getSuppressed()).extracting(Throwable::getMessage)
                        .containsExactly("failure 2", "failure 3", "failure 5"));
        assertThat(side.history.outcome()).contains("internal error");
        assertThat(side.events).containsExactly("finish");
    }

    @Test
    void run_observerThrowsAtTheEnd_keepsTheOutcomeAndThrows() {
        Observer throwing = history -> new Observation() {
            @Override
            public void entered(int ordinal) {}

            @Override
            public void ended() {
                throw new IllegalStateException("late");
            }
        };

        assertThatThrownBy(() -> side.run(throwing)).hasMessage("late");
        assertThat(side.history.completed()).isTrue();
        assertThat(side.events).endsWith("!", "finish");
    }

    @Test
    void run_observerThrowsAtTheStart_neverBegins() {
        Observer throwing = begun -> {
            throw new IllegalStateException("full");
        };

        assertThatThrownBy(() -> side.run(throwing)).hasMessage("full");
        assertThat(side.history.size()).isZero();
        assertThat(side.history.outcome()).contains("internal error");
        assertThat(side.events).containsExactly("finish");
    }

    @Test
    void run_oneOfSeveralThrowsAtTheStart_tellsTheOthersTheEnd() {
        RuntimeException broken = new IllegalStateException("full");
        Observer throwing = begun -> {
            throw broken;
        };

        assertThatThrownBy(() -> side.run(Observer.all(List.of(throwing, side.transcript(), throwing))))
                .isSameAs(broken);
        assertThat(side.history.outcome()).contains("internal error");
        assertThat(side.events).containsExactly("begin", "CLOSED", "CLOSED", "ended internal error",
                "finish");
    }

    @Test
    void run_peerThrows_endsWithACauseAndThrows() {
        Peer broken = new Peer() {
            @Override
            public void unpark() {
                throw new IllegalStateException("broken");
            }

            @Override
            public void finish() {
                side.events.add("finish");
            }
        };

        assertThatThrownBy(
                () -> side.stateThread(broken, side.transcript(), Pace.none(), Duration.ZERO).run())
                .hasMessage("broken");
        assertThat(side.events).containsExactly("begin", "CLOSED", "SYN_SENT", "CLOSED",
                "ended internal error", "finish");
    }
}
