package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.Peer;
import dev.parkway.parker.TurnGate;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One side of a connection alone: a real gate, a peer that only writes down what it is told. */
final class LoneSide {

    static final ConnectionName NAME = new ConnectionName("3f2a9c1d", 7);

    final TurnGate gate = new TurnGate();
    final List<String> events = new ArrayList<>();
    final History history;

    private final AtomicLong clock = new AtomicLong();
    private final Peer peer = new Peer() {
        @Override
        public void unpark() {
            events.add("!");
        }

        @Override
        public void finish() {
            events.add("finish");
        }
    };

    LoneSide(History history) {
        this.history = history;
    }

    LoneSide(Scenario scenario, Side side) {
        this(new History(NAME, scenario, side));
    }

    static LoneSide client() {
        return new LoneSide(Plots.LOCKSTEP, Side.CLIENT);
    }

    /** Runs to the end on the calling thread. */
    void run(Observer observer) {
        run(observer, Pace.none(), Duration.ZERO);
    }

    void run(Observer observer, Pace pace, Duration twoMsl) {
        stateThread(observer, pace, twoMsl).run();
    }

    StateThread stateThread(Observer observer, Pace pace, Duration twoMsl) {
        return stateThread(peer, observer, pace, twoMsl);
    }

    /** A side that stays ESTABLISHED for so long. */
    StateThread holding(Duration hold) {
        return new StateThread(history, gate, peer, new Conditions(Duration.ZERO, clock::incrementAndGet,
                transcript(), Pace.none(), hold, TurnTimer.Maker.NONE));
    }

    StateThread stateThread(Peer other, Observer observer, Pace pace, Duration twoMsl) {
        return new StateThread(history, gate, other,
                new Conditions(twoMsl, clock::incrementAndGet, observer, pace));
    }

    /** Writes down what it is told, with the state that the history has by then. */
    Observer transcript() {
        return begun -> {
            events.add("begin");
            return new Observation() {
                @Override
                public void entered(int ordinal) {
                    assertThat(begun.size()).isEqualTo(ordinal);
                    events.add(begun.transition(ordinal).to().toString());
                }

                @Override
                public void ended() {
                    events.add("ended " + begun.outcome().orElse("still running"));
                }
            };
        };
    }

    Transition last() {
        return timeless(history.transition(history.size()));
    }

    List<Transition> records() {
        return timeless(history.transitions());
    }

    static List<Transition> timeless(List<Transition> transitions) {
        return transitions.stream().map(LoneSide::timeless).toList();
    }

    static Transition timeless(Transition each) {
        return new Transition(each.side(), each.ordinal(), each.from(), each.to(), each.cause(), each.edge(),
                each.sent(), each.received(), 0);
    }
}
