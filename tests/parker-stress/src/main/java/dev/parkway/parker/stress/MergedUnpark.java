package dev.parkway.parker.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.parkway.parker.Parker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Writes before an unpark are visible after the park that takes the token, even if the unpark found one. */
final class MergedUnpark {

    private MergedUnpark() {}

    /**
     * The token is there already. If none is left at the end, the unpark came before the park and was merged
     * into the token that the park took: then the park's thread must see what was written before it.
     */
    @JCStressTest
    @Outcome(id = "1, TIMEOUT", expect = ACCEPTABLE, desc = "Merged, and its write came along.")
    @Outcome(id = "0, UNPARKED", expect = ACCEPTABLE, desc = "Too late to merge: a token of its own.")
    @Outcome(id = "1, UNPARKED", expect = ACCEPTABLE, desc = "Too late to merge, but the write was seen.")
    @Outcome(id = "0, TIMEOUT", expect = FORBIDDEN, desc = "Merged, and its write was lost.")
    @State
    public static class TokenThere {
        private final Parker parker = new Parker();
        private int written;

        public TokenThere() {
            parker.unparker().unpark();
        }

        @Actor
        public void unpark() {
            written = 1;
            parker.unparker().unpark();
        }

        @Actor
        public void park(IL_Result result) {
            Attempt.poll(parker);
            result.r1 = written;
        }

        @Arbiter
        public void tokenLeft(IL_Result result) {
            result.r2 = Attempt.poll(parker);
        }
    }

    /** The first unpark wakes a thread that waits; the second may meet the token that it brought. */
    @JCStressTest
    @Outcome(id = "1, UNPARKED", expect = ACCEPTABLE, desc = "The second token was left.")
    @Outcome(id = "2, TIMEOUT", expect = ACCEPTABLE, desc = "Merged, and its write came along.")
    @Outcome(id = "2, UNPARKED", expect = ACCEPTABLE, desc = "Not merged, but the write was seen.")
    @Outcome(id = "1, TIMEOUT", expect = FORBIDDEN, desc = "Merged, and its write was lost.")
    @Outcome(expect = FORBIDDEN, desc = "The first write was lost.")
    @State
    public static class ThreadWaits {
        private final Parker parker = new Parker();
        private int written;

        @Actor
        public void unparkTwice() {
            written = 1;
            parker.unparker().unpark();
            written = 2;
            parker.unparker().unpark();
        }

        @Actor
        public void park(IL_Result result) {
            Attempt.park(parker);
            result.r1 = written;
        }

        @Arbiter
        public void tokenLeft(IL_Result result) {
            result.r2 = Attempt.poll(parker);
        }
    }

    /** No merge: the plain case. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The write came with the token.")
    @Outcome(expect = FORBIDDEN, desc = "The token came without the write.")
    @State
    public static class Alone {
        private final Parker parker = new Parker();
        private int written;

        @Actor
        public void unpark() {
            written = 1;
            parker.unparker().unpark();
        }

        @Actor
        public void park(I_Result result) {
            Attempt.park(parker);
            result.r1 = written;
        }
    }
}
