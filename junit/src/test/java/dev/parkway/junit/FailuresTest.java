package dev.parkway.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.points.SyncPoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a test fails by, and that it does not take the deadline where nobody can come any more. */
@Timeout(60)
final class FailuresTest {

    @Test
    void deadlock_ofTwo_isToldAtOnce() {
        Outcome.fails(Patient.class, "twoWait", Outcome.OF_A_CIRCLE);
    }

    @Test
    void deadlock_ofThreeAndOneBefore_namesTheCircleAlone() {
        assertThat(Outcome.failure(Patient.class, "threeWait")).hasMessageStartingWith("deadlock: ")
                .hasMessageContaining("a waits at x for b to pass after")
                .hasMessageContaining("b waits at x for c to pass after")
                .hasMessageContaining("c waits at x for a to pass after")
                .hasMessageNotContaining("early");
    }

    @Test
    void deadlock_ofOneWithItself_isTold() {
        Outcome.fails(Patient.class, "waitsForItself", "deadlock: alice waits at x for alice to pass y");
    }

    @Test
    void deadlock_ofThoseWhoWaitForPoints_isTold() {
        assertThat(Outcome.failure(Patient.class, "waitForEachOther")).hasMessageStartingWith("deadlock: ")
                .hasMessageContaining("alice waits for bob to pass y")
                .hasMessageContaining("bob waits for alice to pass x");
    }

    @Test
    void wait_forAThreadThatHasEnded_isToldAtOnce() {
        Outcome.fails(Patient.class, "waitsForOneWhoEnds",
                "nobody will come: alice waits at x for bob to pass y, which has ended");
    }

    @Test
    void deadline_over_saysWhoWaitsForWhomWhere() {
        Outcome.fails(Hasty.class, "nobodyComes",
                "the deadline of 50 ms is over: alice waits at x for bob to pass y"
                        + "; bob was last at before; passed so far: bob:before");
    }

    @Test
    void deadline_circleThroughAConcurrentParty_isToldThen() {
        assertThat(Outcome.failure(Unhurried.class, "circleThroughAConcurrentParty"))
                .hasMessageStartingWith("the deadline of 2000 ms is over: ")
                .hasMessageContaining("alice waits at x for bob to pass z")
                .hasMessageContaining("bob waits at y for alice to pass w");
    }

    @Test
    void awaitHeld_nobodyOrPassed_isTold() {
        Outcome.fails(Hasty.class, "nobodyIsHeld",
                "nobody was held at a:x within 50 ms; passed so far: nothing");
        Outcome.fails(Hasty.class, "heldTooLate", "a:x is not held: it has been passed already");
    }

    @Test
    void order_pointNobodyPasses_failsTheTest() {
        Outcome.fails(Patient.class, "misspelt", "the order names points that nobody has passed: a:writen"
                + "; a has ended; passed so far: a:written");
    }

    @Test
    void thread_fails_failsTheTest() {
        assertThat(Outcome.failure(Patient.class, "threadFails"))
                .hasMessage("a failed: java.lang.IllegalStateException: broken")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void thread_failsWhileTheTestWaitsForIt_isTold() {
        assertThat(Outcome.failure(Patient.class, "waitsForAThreadThatFails"))
                .hasMessage("nobody will come: test waits for a to pass x, which has ended")
                .satisfies(why -> assertThat(why.getSuppressed()).extracting(Throwable::getMessage)
                        .containsExactly("nobody will come: test waits for a to pass x, which has ended",
                                "broken"));
    }

    @Test
    void thread_failsAndTheTestOfItself_isTold() {
        assertThat(Outcome.failure(Patient.class, "failsAfterAThread")).hasMessage("no seat")
                .satisfies(why -> assertThat(why.getSuppressed()).extracting(Throwable::getMessage)
                        .containsExactly("broken"));
    }

    @Test
    void threads_twoFail_bothAreToldOnce() {
        assertThat(Outcome.failure(Patient.class, "twoThreadsFail"))
                .hasMessage("a failed: java.lang.IllegalStateException: broken")
                .satisfies(why -> assertThat(why.getSuppressed()).extracting(Throwable::getMessage)
                        .containsExactly("broken too"));
    }

    @Test
    void test_failsBecauseOfAPoint_saysWhyFirst() {
        assertThat(Outcome.failure(Patient.class, "failsAfterADeadlock"))
                .hasMessage("deadlock: alice waits at x for alice to pass y")
                .satisfies(why -> assertThat(why.getSuppressed()).singleElement()
                        .isInstanceOfSatisfying(AssertionError.class, other -> assertThat(other)
                                .hasMessage("no seat")));
    }

    /** Would time out, by JUnit's clock and not by ours. */
    static final class Patient {

        @RegisterExtension
        final SyncPoints points = new SyncPoints(Duration.ofHours(1));

        @Test
        void twoWait() throws Exception {
            Outcome.orderACircle(points);
            points.start("alice", () -> {
                SyncPoint.reached("x");
                SyncPoint.reached("w");
            });
            points.awaitHeld("alice:x");
            points.start("bob", () -> {
                SyncPoint.reached("y");
                SyncPoint.reached("z");
            });
        }

        @Test
        void threeWait() {
            points.order("a:after", "early:x");
            points.order("b:after", "a:x");
            points.order("c:after", "b:x");
            points.order("a:after", "c:x");
            for (String party : new String[]{"early", "a", "b", "c"}) {
                points.start(party, () -> {
                    SyncPoint.reached("x");
                    SyncPoint.reached("after");
                });
            }
        }

        @Test
        void waitsForItself() {
            startOneWhoWaitsForItself();
        }

        private void startOneWhoWaitsForItself() {
            points.order("alice:y", "alice:x");
            points.start("alice", () -> {
                SyncPoint.reached("x");
                SyncPoint.reached("y");
            });
        }

        @Test
        void waitForEachOther() {
            points.start("alice", () -> SyncPoint.waitFor("bob:y"));
            points.start("bob", () -> SyncPoint.waitFor("alice:x"));
        }

        @Test
        void waitsForOneWhoEnds() {
            points.order("bob:y", "alice:x");
            points.start("alice", () -> SyncPoint.reached("x"));
            points.start("bob", () -> SyncPoint.reached("unknown"));
        }

        @Test
        void misspelt() {
            points.order("a:writen");
            points.start("a", () -> SyncPoint.reached("written"));
        }

        @Test
        void threadFails() throws Exception {
            points.start("a", () -> {
                throw new IllegalStateException("broken");
            });
            points.join();
        }

        @Test
        void waitsForAThreadThatFails() {
            points.start("a", () -> {
                throw new IllegalStateException("broken");
            });
            points.waitFor("a:x");
        }

        @Test
        void failsAfterAThread() {
            assertThatThrownBy(this::threadFails).hasMessageStartingWith("a failed");
            throw new AssertionError("no seat");
        }

        @Test
        void twoThreadsFail() {
            CompletableFuture<Thread> b = new CompletableFuture<>();
            points.start("a", () -> {
                b.get().join();
                throw new IllegalStateException("broken");
            });
            points.start("b", () -> {
                b.complete(Thread.currentThread());
                throw new IllegalStateException("broken too");
            });
        }

        @Test
        void failsAfterADeadlock() {
            startOneWhoWaitsForItself();
            try {
                points.waitFor("alice:y");
            } catch (RuntimeException e) {
                throw new AssertionError("no seat", e);
            }
        }
    }

    /** For those of whom one waits at most, and nobody is to come before the deadline. */
    static final class Hasty {

        @RegisterExtension
        final SyncPoints points = new SyncPoints(Duration.ofMillis(50));

        @Test
        void nobodyComes() throws Exception {
            points.order("bob:y", "alice:x");
            Thread bob = Thread.ofVirtual().name("bob").start(() -> SyncPoint.reached("before"));
            bob.join();
            points.start("alice", () -> SyncPoint.reached("x"));
        }

        @Test
        void nobodyIsHeld() throws Exception {
            points.awaitHeld("a:x");
        }

        @Test
        void heldTooLate() throws Exception {
            Thread a = Thread.ofVirtual().name("a").start(() -> SyncPoint.reached("x"));
            a.join();
            points.awaitHeld("a:x");
        }
    }

    /** For two of whom both are to wait before the first one's deadline. */
    static final class Unhurried {

        @RegisterExtension
        final SyncPoints points = new SyncPoints(Duration.ofSeconds(2));

        @Test
        void circleThroughAConcurrentParty() {
            points.concurrent("alice");
            points.concurrent("bob");
            Outcome.orderACircle(points);
            points.start("alice", () -> SyncPoint.reached("x"));
            points.start("bob", () -> SyncPoint.reached("y"));
        }
    }
}
