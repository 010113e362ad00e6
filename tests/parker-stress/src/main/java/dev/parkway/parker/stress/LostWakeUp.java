package dev.parkway.parker.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.parkway.parker.Parker;
import dev.parkway.parker.TurnGate;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A wait that is answered ends. */
final class LostWakeUp {

    private LostWakeUp() {}

    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The unpark ended the park.")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "The wake-up was lost.")
    @State
    public static class Untimed {
        private final Parker parker = new Parker();

        @Actor
        public void park() throws InterruptedException {
            parker.park();
        }

        @Signal
        public void unpark() {
            parker.unparker().unpark();
        }
    }

    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The unpark ended the park.")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "The wake-up was lost.")
    @State
    public static class Timed {
        private final Parker parker = new Parker();

        @Actor
        public void park() throws InterruptedException {
            parker.park(Duration.ofDays(1));
        }

        @Signal
        public void unpark() {
            parker.unparker().unpark();
        }
    }

    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The turn ended the wait.")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "The turn was lost.")
    @State
    public static class Turn {
        private final TurnGate gate = new TurnGate();

        @Actor
        public void await() {
            gate.await(1);
        }

        @Signal
        public void give() {
            gate.give(1);
        }
    }

    /** The same where it is hardest: unpark and park at the same moment, millions of times. */
    @JCStressTest
    @Outcome(id = "UNPARKED", expect = ACCEPTABLE, desc = "The park took the token, early or late.")
    @Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
    @State
    public static class Race {
        private final Parker parker = new Parker();

        @Actor
        public void park(L_Result result) {
            result.r1 = Attempt.park(parker);
        }

        @Actor
        public void unpark() {
            parker.unparker().unpark();
        }
    }
}
