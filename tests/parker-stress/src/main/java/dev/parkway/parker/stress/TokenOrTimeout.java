package dev.parkway.parker.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.parkway.parker.Parker;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Token and deadline at the same moment: the token is taken or stays, and is never lost or doubled. */
final class TokenOrTimeout {

    private TokenOrTimeout() {}

    /** The deadline is over at once: the thread leaves as soon as it has said that it waits. */
    @JCStressTest
    @Outcome(id = "UNPARKED, TIMEOUT", expect = ACCEPTABLE, desc = "The token was taken.")
    @Outcome(id = "TIMEOUT, UNPARKED", expect = ACCEPTABLE, desc = "The token came too late and stayed.")
    @Outcome(id = "TIMEOUT, TIMEOUT", expect = FORBIDDEN, desc = "The token was lost.")
    @Outcome(id = "UNPARKED, UNPARKED", expect = FORBIDDEN, desc = "The token was doubled.")
    @Outcome(expect = FORBIDDEN, desc = "Nobody interrupted or parked besides.")
    @State
    public static class NoTime {
        private final Parker parker = new Parker();

        @Actor
        public void park(LL_Result result) {
            result.r1 = Attempt.poll(parker);
        }

        @Actor
        public void unpark() {
            parker.unparker().unpark();
        }

        @Arbiter
        public void tokenLeft(LL_Result result) {
            result.r2 = Attempt.poll(parker);
        }
    }

    /** The deadline passes while the thread falls asleep, sleeps or wakes up. */
    @JCStressTest
    @Outcome(id = "UNPARKED, TIMEOUT", expect = ACCEPTABLE, desc = "The token was taken.")
    @Outcome(id = "TIMEOUT, UNPARKED", expect = ACCEPTABLE, desc = "The token came too late and stayed.")
    @Outcome(id = "TIMEOUT, TIMEOUT", expect = FORBIDDEN, desc = "The token was lost.")
    @Outcome(id = "UNPARKED, UNPARKED", expect = FORBIDDEN, desc = "The token was doubled.")
    @Outcome(expect = FORBIDDEN, desc = "Nobody interrupted or parked besides.")
    @State
    public static class LittleTime {
        private static final Duration LITTLE = Duration.ofNanos(500);

        private final Parker parker = new Parker();

        @Actor
        public void park(LL_Result result) {
            result.r1 = Attempt.park(parker, LITTLE);
        }

        @Actor
        public void unpark() {
            parker.unparker().unpark();
        }

        @Arbiter
        public void tokenLeft(LL_Result result) {
            result.r2 = Attempt.poll(parker);
        }
    }
}
