package dev.parkway.parker.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZL_Result;

/**
 * Token and interrupt at the same moment. Shown are what came of the park, whether the thread's interrupt
 * status was set in the end, and whether a token was left.
 */
final class InterruptOrUnpark {

    private InterruptOrUnpark() {}

    @JCStressTest
    @Outcome(id = "UNPARKED, true, TIMEOUT", expect = ACCEPTABLE, desc = "Token taken, status kept.")
    @Outcome(id = "INTERRUPTED, false, UNPARKED", expect = ACCEPTABLE, desc = "Status taken, token left.")
    @Outcome(id = "INTERRUPTED, false, TIMEOUT", expect = FORBIDDEN, desc = "The interrupt ate the token.")
    @Outcome(id = "UNPARKED, false, TIMEOUT", expect = FORBIDDEN, desc = "The token ate the interrupt.")
    @Outcome(expect = FORBIDDEN, desc = "Token or interrupt was lost or doubled.")
    @State
    public static class InterruptFirst extends Victim {
        @Actor
        public void park(LZL_Result result) {
            result.r1 = parkAndMeetBoth();
            result.r2 = Thread.interrupted();
        }

        @Actor
        public void interruptAndUnpark() {
            Thread thread = thread();
            thread.interrupt();
            parker.unparker().unpark();
            sent = true;
        }

        @Arbiter
        public void tokenLeft(LZL_Result result) {
            result.r3 = Attempt.poll(parker);
        }
    }

    @JCStressTest
    @Outcome(id = "UNPARKED, true, TIMEOUT", expect = ACCEPTABLE, desc = "The token was first, and won.")
    @Outcome(expect = FORBIDDEN, desc = "An interrupt that came later beat or ate the token.")
    @State
    public static class UnparkFirst extends Victim {
        @Actor
        public void park(LZL_Result result) {
            result.r1 = parkAndMeetBoth();
            result.r2 = Thread.interrupted();
        }

        @Actor
        public void unparkAndInterrupt() {
            Thread thread = thread();
            parker.unparker().unpark();
            thread.interrupt();
            sent = true;
        }

        @Arbiter
        public void tokenLeft(LZL_Result result) {
            result.r3 = Attempt.poll(parker);
        }
    }
}
