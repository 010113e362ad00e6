package dev.parkway.parker.stress;

import dev.parkway.parker.Parker;
import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import dev.parkway.parker.UnparkReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Waits that block, under the model checker: an interleaving in which a token or turn is lost fails. Two things
 * are left to jcstress: a thread that is not woken although its token is there, because the model checker wakes
 * parked threads for no reason, and interrupts, because it lets them leak from one run into the next.
 */
final class ParkerBlockingTest {

    // Written for the model checker alone: it looks into objects that escape, and misses that a lambda takes
    // one along to another thread.
    static volatile @Nullable Object escaped;

    private final int schedules = Effort.ofThisBuild().schedules();

    private interface Body {
        void run() throws InterruptedException;
    }

    private static Thread start(Body body) {
        Thread thread = new Thread(unchecked(body));
        thread.start();
        return thread;
    }

    private static Runnable unchecked(Body body) {
        return () -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
    }

    private static <T> T shared(T object) {
        escaped = object;
        return object;
    }

    private static boolean poll(Parker parker) throws InterruptedException {
        return parker.park(Duration.ZERO) == UnparkReason.UNPARKED;
    }

    /** Plain, because the model checker stumbles over AssertJ. */
    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    @Test
    void park_unparkedByAnother_ends() {
        Lincheck.runConcurrentTest(schedules, unchecked(() -> {
            Parker parker = shared(new Parker());
            Thread other = start(() -> parker.unparker().unpark());
            parker.park();
            other.join();
            require(!poll(parker), "a second token");
        }));
    }

    @Test
    void park_unparkedByTwo_takesOneTokenForOneOrBoth() {
        Lincheck.runConcurrentTest(schedules, unchecked(() -> {
            Parker parker = shared(new Parker());
            Thread one = start(() -> parker.unparker().unpark());
            Thread two = start(() -> parker.unparker().unpark());
            parker.park();
            one.join();
            two.join();
            poll(parker);
            require(!poll(parker), "a third token");
        }));
    }

    @Test
    void park_backAndForth_neverHangs() {
        Lincheck.runConcurrentTest(schedules, unchecked(() -> {
            Parker ping = shared(new Parker());
            Parker pong = shared(new Parker());
            Thread other = start(() -> {
                for (int i = 0; i < 2; i++) {
                    ping.park();
                    pong.unparker().unpark();
                }
            });
            for (int i = 0; i < 2; i++) {
                ping.unparker().unpark();
                pong.park();
            }
            other.join();
        }));
    }

    @Test
    void park_anotherPollsAsTheTokenComes_doesNotMissIt() {
        Lincheck.runConcurrentTest(schedules, unchecked(() -> {
            Parker parker = shared(new Parker());
            AtomicBoolean refused = shared(new AtomicBoolean());
            Thread meddler = start(() -> {
                parker.unparker().unpark();
                try {
                    poll(parker);
                } catch (IllegalStateException e) {
                    refused.set(true);
                }
            });
            boolean taken = poll(parker);
            meddler.join();
            require(taken || !refused.get(), "the refused one took the token away");
        }));
    }

    @Test
    void await_turnsGivenFasterThanTaken_takesAll() {
        Lincheck.runConcurrentTest(schedules, unchecked(() -> {
            TurnGate gate = shared(new TurnGate());
            Thread giver = start(() -> {
                gate.give(1);
                gate.give(2);
                gate.finish(2);
                gate.end(TurnResult.SESSION_LOST);
            });
            require(gate.await(1) == TurnResult.TURN_TAKEN, "turn 1");
            require(gate.await(2) == TurnResult.TURN_TAKEN, "turn 2");
            require(gate.await(3) == TurnResult.PEER_GONE, "turn 3");
            giver.join();
        }));
    }

    @Test
    void await_overdueWhileGiven_hitsNoOtherWait() {
        Lincheck.runConcurrentTest(schedules, unchecked(() -> {
            TurnGate gate = shared(new TurnGate());
            Thread watch = start(() -> {
                gate.expireIfOverdue(0, 1);
                gate.expireIfOverdue(1, 1);
                gate.give(1);
                gate.give(2);
            });
            TurnResult first = gate.await(1);
            require(first == TurnResult.TURN_TAKEN || first == TurnResult.DEADLINE_PASSED, "turn 1");
            watch.join();
            require(gate.await(2) == TurnResult.TURN_TAKEN, "turn 2");
        }));
    }
}
