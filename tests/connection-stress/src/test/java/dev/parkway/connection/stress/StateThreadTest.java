package dev.parkway.connection.stress;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import java.util.function.Consumer;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The state thread's loop against all who give it turns, finish or end it at the same time, under the model
 * checker: an interleaving in which a turn is lost, a thread hangs or a record is out of order fails. The model
 * checker wakes parked threads for no reason; that a thread is woken at all is left to jcstress, as for the parker.
 */
final class StateThreadTest {

    private static final int SCHEDULES = Boolean.getBoolean("parkway.heavy") ? 5_000 : 100;
    /** In so many a fault shows that needs one switch at the right place. */
    private static final int SCHEDULES_TO_FAIL = 1_000;

    /** The client waits twice with nothing of its own between, so both turns may be there, or none, or one. */
    private static final Plot CROSSING = Plot.of("simultaneous-open");
    private static final Plot SEED = Plot.of("client-closes-first");

    // Written for the model checker alone: it looks into objects that escape, and misses that a lambda takes
    // one along to another thread.
    static volatile @Nullable Object escaped;

    private static void forEachInterleaving(Plot plot, Consumer<Play> body) {
        tryInterleavings(SCHEDULES, plot, body);
    }

    private static void tryInterleavings(int schedules, Plot plot, Consumer<Play> body) {
        Lincheck.runConcurrentTest(schedules, () -> {
            Play play = new Play(plot);
            escaped = play;
            body.accept(play);
        });
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-closes-first", "simultaneous-open"})
    void run_bothSides_completeInOrder(String name) {
        forEachInterleaving(Plot.of(name), play -> {
            Thread server = start(play.serverThread());
            play.clientThread().run();
            join(server);
            play.checkCompleted();
        });
    }

    @Test
    void run_turnsGivenWhileTheSessionEnds_takesThemOrSaysWhyNot() {
        forEachInterleaving(SEED, play -> {
            Thread giver = start(() -> give(play.clientGate, turns(SEED)));
            Thread ender = start(() -> play.clientGate.end(TurnResult.SESSION_LOST));
            play.clientThread().run();
            join(giver);
            join(ender);
            play.checkClientEnded("session lost");
        });
    }

    @Test
    void run_allTurnsGivenBeforeTheEnd_completes() {
        forEachInterleaving(CROSSING, play -> {
            Thread other = start(() -> {
                give(play.clientGate, turns(CROSSING));
                play.clientGate.finish(turns(CROSSING));
                play.clientGate.end(TurnResult.SESSION_LOST);
            });
            play.clientThread().run();
            join(other);
            // Whatever ends a gate, turns that were given before are taken.
            play.checkClientEnded("completed");
        });
    }

    @Test
    void run_peerFinishesEarly_isGoneAfterTheTurnsThatItGave() {
        int given = 2;
        forEachInterleaving(SEED, play -> {
            Thread other = start(() -> {
                give(play.clientGate, given);
                play.clientGate.finish(given);
            });
            play.clientThread().run();
            join(other);
            play.checkClientEnded("peer gone");
            Play.require(play.client.transition(play.client.size()).received() == given, "lost: " + play);
        });
    }

    @Test
    void run_waitsWatchedWhileTurnsCome_endsByItsDeadlineOrNotAtAll() {
        forEachInterleaving(SEED, play -> {
            Thread watch = start(() -> {
                play.clientGate.expireIfOverdue(0, 1);
                play.clientGate.expireIfOverdue(1, 1);
            });
            Thread giver = start(() -> give(play.clientGate, turns(SEED)));
            play.clientThread().run();
            join(watch);
            join(giver);
            play.checkClientEnded("deadline passed");
        });
    }

    /** Two who count turns by looking at the gate, at the same time, lose one: the model checker has to see that. */
    @Test
    void run_turnsCountedByTwoGivers_isFoundToHang() {
        assertThrows(LincheckAssertionError.class, () -> tryInterleavings(SCHEDULES_TO_FAIL, SEED, play -> {
            play.clientGate.give(1);
            Thread one = start(() -> play.clientGate.give(play.clientGate.received() + 1));
            Thread two = start(() -> play.clientGate.give(play.clientGate.received() + 1));
            play.clientThread().run();
            join(one);
            join(two);
        }));
    }

    private static int turns(Plot plot) {
        return plot.scenario.client().awaits();
    }

    private static void give(TurnGate gate, int turns) {
        for (int turn = 1; turn <= turns; turn++) {
            gate.give(turn);
        }
    }
}
