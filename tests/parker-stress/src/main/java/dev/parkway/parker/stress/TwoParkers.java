package dev.parkway.parker.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.parkway.parker.Parker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Two threads at one parker: at most one of them is refused, and that costs the other nothing. */
final class TwoParkers {

    private TwoParkers() {}

    @JCStressTest
    @Outcome(id = "UNPARKED, TIMEOUT, TIMEOUT", expect = ACCEPTABLE, desc = "The first took the token.")
    @Outcome(id = "TIMEOUT, UNPARKED, TIMEOUT", expect = ACCEPTABLE, desc = "The second took the token.")
    @Outcome(id = "TIMEOUT, REFUSED, UNPARKED", expect = FORBIDDEN, desc = "The refused one took it away.")
    @Outcome(id = "REFUSED, TIMEOUT, UNPARKED", expect = FORBIDDEN, desc = "The refused one took it away.")
    @Outcome(expect = FORBIDDEN, desc = "The token was there: one of the two must have it.")
    @State
    public static class OneToken {
        private final Parker parker = new Parker();

        public OneToken() {
            parker.unparker().unpark();
        }

        @Actor
        public void first(LLL_Result result) {
            result.r1 = Attempt.poll(parker);
        }

        @Actor
        public void second(LLL_Result result) {
            result.r2 = Attempt.poll(parker);
        }

        @Arbiter
        public void tokenLeft(LLL_Result result) {
            result.r3 = Attempt.poll(parker);
        }
    }

    @JCStressTest
    @Outcome(id = "TIMEOUT, TIMEOUT, UNPARKED", expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(id = "TIMEOUT, REFUSED, UNPARKED", expect = ACCEPTABLE, desc = "At once: the second refused.")
    @Outcome(id = "REFUSED, TIMEOUT, UNPARKED", expect = ACCEPTABLE, desc = "At once: the first refused.")
    @Outcome(id = "REFUSED, REFUSED, .*", expect = FORBIDDEN, desc = "They refused each other.")
    @Outcome(expect = FORBIDDEN, desc = "A token from nowhere, or the parker is broken afterwards.")
    @State
    public static class NoToken {
        private final Parker parker = new Parker();

        @Actor
        public void first(LLL_Result result) {
            result.r1 = Attempt.poll(parker);
        }

        @Actor
        public void second(LLL_Result result) {
            result.r2 = Attempt.poll(parker);
        }

        @Arbiter
        public void stillWorks(LLL_Result result) {
            parker.unparker().unpark();
            result.r3 = Attempt.poll(parker);
        }
    }

    @JCStressTest
    @Outcome(id = "UNPARKED, TIMEOUT, TIMEOUT", expect = ACCEPTABLE, desc = "The meddler came before.")
    @Outcome(id = "UNPARKED, REFUSED, TIMEOUT", expect = ACCEPTABLE, desc = "The meddler was refused.")
    @Outcome(id = "REFUSED, TIMEOUT, UNPARKED", expect = ACCEPTABLE, desc = "The meddler was there first.")
    @Outcome(expect = FORBIDDEN, desc = "The meddler cost the waiter its token.")
    @State
    public static class WaiterAndMeddler {
        private final Parker parker = new Parker();

        @Actor
        public void waiter(LLL_Result result) {
            result.r1 = Attempt.park(parker);
        }

        @Actor
        public void meddler(LLL_Result result) {
            result.r2 = Attempt.poll(parker);
            parker.unparker().unpark();
        }

        @Arbiter
        public void tokenLeft(LLL_Result result) {
            result.r3 = Attempt.poll(parker);
        }
    }

    /** The meddler comes when the token has come but the waiter has not taken it yet. */
    @JCStressTest
    @Outcome(id = "UNPARKED, TIMEOUT, TIMEOUT", expect = ACCEPTABLE, desc = "The waiter had left.")
    @Outcome(id = "UNPARKED, REFUSED, TIMEOUT", expect = ACCEPTABLE, desc = "The meddler was refused.")
    @Outcome(id = "TIMEOUT, UNPARKED, TIMEOUT", expect = ACCEPTABLE, desc = "The waiter was too late.")
    @Outcome(id = "TIMEOUT, REFUSED, UNPARKED", expect = FORBIDDEN, desc = "It took the waiter's token.")
    @Outcome(expect = FORBIDDEN, desc = "The token was lost, or the waiter refused.")
    @State
    public static class LateMeddler {
        private final Parker parker = new Parker();

        @Actor
        public void waiter(LLL_Result result) {
            result.r1 = Attempt.poll(parker);
        }

        @Actor
        public void meddler(LLL_Result result) {
            parker.unparker().unpark();
            result.r2 = Attempt.poll(parker);
        }

        @Arbiter
        public void tokenLeft(LLL_Result result) {
            result.r3 = Attempt.poll(parker);
        }
    }
}
