package dev.parkway.parker.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Turns at a gate: none is lost, and a stronger reason that came first is never missed. */
final class Turns {

    private Turns() {}

    /** Two turns that may merge into one wake-up are two turns all the same, and bring their writes. */
    @JCStressTest
    @Outcome(id = "1, 2, turn taken, turn taken", expect = ACCEPTABLE, desc = "Taken one by one.")
    @Outcome(id = "2, 2, turn taken, turn taken", expect = ACCEPTABLE, desc = "The second came early.")
    @Outcome(expect = FORBIDDEN, desc = "A turn or a write was lost.")
    @State
    public static class GivenTwice {
        private final TurnGate gate = new TurnGate();
        private int written;

        @Actor
        public void giver() {
            written = 1;
            gate.give(1);
            written = 2;
            gate.give(2);
        }

        @Actor
        public void owner(LLLL_Result result) {
            result.r3 = gate.await(1);
            result.r1 = written;
            result.r4 = gate.await(2);
            result.r2 = written;
        }
    }

    @JCStressTest
    @Outcome(id = "turn taken", expect = ACCEPTABLE, desc = "The turn came first and wins.")
    @Outcome(expect = FORBIDDEN, desc = "A later end hid the turn.")
    @State
    public static class GivenThenEnded {
        private final TurnGate gate = new TurnGate();

        @Actor
        public void giver() {
            gate.give(1);
            gate.end(TurnResult.SESSION_LOST);
        }

        @Actor
        public void owner(L_Result result) {
            result.r1 = gate.await(1);
        }
    }

    @JCStressTest
    @Outcome(id = "turn taken, peer gone", expect = ACCEPTABLE, desc = "The last turn, then none.")
    @Outcome(expect = FORBIDDEN, desc = "The final count hid its own turn, or the end hid the final count.")
    @State
    public static class FinishedThenEnded {
        private final TurnGate gate = new TurnGate();

        @Actor
        public void giver() {
            gate.finish(1);
            gate.end(TurnResult.SESSION_LOST);
        }

        @Actor
        public void owner(LL_Result result) {
            result.r1 = gate.await(1);
            result.r2 = gate.await(2);
        }
    }

    @JCStressTest
    @Outcome(id = "refused", expect = ACCEPTABLE, desc = "The refusal came first and wins.")
    @Outcome(expect = FORBIDDEN, desc = "A later end hid the refusal.")
    @State
    public static class RefusedThenEnded {
        private final TurnGate gate = new TurnGate();

        @Actor
        public void giver() {
            gate.finish(0);
            gate.end(TurnResult.DRAINED);
        }

        @Actor
        public void owner(L_Result result) {
            result.r1 = gate.await(1);
        }
    }

    @JCStressTest
    @Outcome(id = "session lost, session lost", expect = ACCEPTABLE, desc = "The first cause, for good.")
    @Outcome(id = "drained, drained", expect = ACCEPTABLE, desc = "The first cause, for good.")
    @Outcome(expect = FORBIDDEN, desc = "The cause changed, or is one that nobody gave.")
    @State
    public static class EndedTwice {
        private final TurnGate gate = new TurnGate();

        @Actor
        public void oneEnd() {
            gate.end(TurnResult.SESSION_LOST);
        }

        @Actor
        public void ownerAndOtherEnd(LL_Result result) {
            gate.end(TurnResult.DRAINED);
            result.r1 = gate.await(1);
        }

        @Arbiter
        public void askedAgain(LL_Result result) {
            result.r2 = gate.await(1);
        }
    }

    @JCStressTest
    @Outcome(id = "turn taken, turn taken", expect = ACCEPTABLE, desc = "Given before it was overdue.")
    @Outcome(id = "deadline passed, turn taken", expect = ACCEPTABLE, desc = "Found overdue, then given.")
    @Outcome(expect = FORBIDDEN, desc = "A turn was lost, or a wait ended for no reason.")
    @State
    public static class OverdueThenGiven {
        private final TurnGate gate = new TurnGate();

        @Actor
        public void watchAndGiver() {
            gate.expireIfOverdue(0, 1);
            gate.expireIfOverdue(1, 1);
            gate.give(1);
        }

        @Actor
        public void owner(LL_Result result) {
            result.r1 = gate.await(1);
        }

        @Arbiter
        public void askedAgain(LL_Result result) {
            result.r2 = gate.await(1);
        }
    }

    @JCStressTest
    @Outcome(id = "turn taken, turn taken", expect = ACCEPTABLE, desc = "Each turn came before its deadline.")
    @Outcome(id = "deadline passed, .*", expect = FORBIDDEN, desc = "The deadline beat an earlier turn.")
    @Outcome(expect = FORBIDDEN, desc = "The first wait's deadline hit the second.")
    @State
    public static class GivenThenOverdue {
        private final TurnGate gate = new TurnGate();

        @Actor
        public void watchAndGiver() {
            gate.expireIfOverdue(0, 1);
            gate.give(1);
            gate.expireIfOverdue(1, 1);
            gate.give(2);
        }

        @Actor
        public void owner(LL_Result result) {
            result.r1 = gate.await(1);
            result.r2 = gate.await(2);
        }
    }
}
