package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.channel.SelectStrategy;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When an event loop that has nothing to do looks out, and when it sleeps. */
final class LookoutTest {

    private static final int READY = 3;

    /** Soon beyond the largest, as it may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10_000);
    private long yieldNanos;
    private final Lookout lookout = lookout();
    private int ready;

    private Lookout lookout() {
        return new Lookout(nanos::get, () -> nanos.addAndGet(yieldNanos));
    }

    @Test
    void calculateStrategy_noTurnsCame_sleeps() throws Exception {
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void calculateStrategy_turnsCame_looksOutForAWhileThenSleeps() throws Exception {
        turnsCame();

        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(29_999);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(1);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void calculateStrategy_hasLookedOut_sleepsUntilTurnsComeAgain() throws Exception {
        turnsCame();
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(30_000);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);

        Lookout.turnsCame();

        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
    }

    @Test
    void calculateStrategy_socketIsReadyWhileItLooksOut_isServedAndTheNextTimeItSleeps() throws Exception {
        turnsCame();
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);

        ready = READY;
        assertThat(lookout.calculateStrategy(() -> ready, false)).isEqualTo(READY);

        ready = 0;
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void calculateStrategy_socketHasBroughtTurns_looksOutAnew() throws Exception {
        turnsCame();
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(20_000);
        ready = READY;
        assertThat(lookout.calculateStrategy(() -> ready, false)).isEqualTo(READY);
        ready = 0;
        Lookout.turnsCame();

        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(20_000);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
    }

    @Test
    void calculateStrategy_somebodyElseRanForLong_doesWithoutFor32TimesAsLong() throws Exception {
        turnsCame();
        yieldNanos = 4_000_000;
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        yieldNanos = 0;
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);

        nanos.addAndGet(32 * 4_000_000 - 1);
        Lookout.turnsCame();
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);

        nanos.addAndGet(1);
        Lookout.turnsCame();
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(30_000);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
        Lookout.turnsCame();
        assertThat(nothingToDo()).as("the pause is over").isEqualTo(SelectStrategy.CONTINUE);
    }

    @Test
    void calculateStrategy_somebodyElseRanForShort_goesOn() throws Exception {
        turnsCame();
        yieldNanos = 20_000;
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void calculateStrategy_tasksAreThere_looksAtTheSocketsAndGoesOn() throws Exception {
        ready = READY;
        assertThat(lookout.calculateStrategy(() -> ready, true)).isEqualTo(READY);
        ready = 0;
        assertThat(lookout.calculateStrategy(() -> ready, true)).isZero();
    }

    @Test
    void calculateStrategy_tasksAreThereAfterTurns_looksOutBehindThem() throws Exception {
        turnsCame();

        assertThat(lookout.calculateStrategy(() -> ready, true)).isZero();

        assertThat(nothingToDo()).isEqualTo(SelectStrategy.CONTINUE);
    }

    @Test
    void turnsCame_onAnotherEventLoop_concernsThatOneAlone() throws Exception {
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
        Lookout other = lookout();
        int[] strategies = new int[2];

        Thread.ofPlatform().start(() -> {
            strategies[0] = nothingToDo(other);
            Lookout.turnsCame();
            strategies[1] = nothingToDo(other);
        }).join();

        assertThat(strategies).containsExactly(SelectStrategy.SELECT, SelectStrategy.CONTINUE);
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
    }

    /** A lookout belongs to the thread that has used it. */
    private void turnsCame() {
        assertThat(nothingToDo()).isEqualTo(SelectStrategy.SELECT);
        Lookout.turnsCame();
    }

    private int nothingToDo() {
        return nothingToDo(lookout);
    }

    private static int nothingToDo(Lookout lookout) {
        try {
            return lookout.calculateStrategy(() -> 0, false);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
