package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.channel.SelectStrategy;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When an event loop that has nothing to do looks out for work, and when it sleeps. */
final class LookoutTest {

    private static final int READY = 3;

    /** Soon beyond the largest, as it may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10_000);
    private final Lookout lookout = new Lookout(nanos::get);

    @Test
    void nothingToDo_noneExpected_sleeps() throws Exception {
        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void nothingToDo_workExpected_looksOutForAWhileThenSleeps() throws Exception {
        expectWork();

        assertThat(idle()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(29_999);
        assertThat(idle()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(1);
        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void nothingToDo_hasLookedOut_sleepsUntilWorkIsExpectedAgain() throws Exception {
        expectWork();
        assertThat(idle()).isEqualTo(SelectStrategy.CONTINUE);
        nanos.addAndGet(30_000);
        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);

        Lookout.expectWork();

        assertThat(idle()).isEqualTo(SelectStrategy.CONTINUE);
    }

    @Test
    void workComes_whileItLooksOut_isDoneAndTheNextTimeItSleeps() throws Exception {
        expectWork();
        assertThat(idle()).isEqualTo(SelectStrategy.CONTINUE);

        assertThat(busy()).isEqualTo(READY);

        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void workExpected_otherWorkIsThere_looksOutAfterThat() throws Exception {
        expectWork();

        assertThat(busy()).isEqualTo(READY);

        assertThat(idle()).isEqualTo(SelectStrategy.CONTINUE);
    }

    @Test
    void expectWork_onAnotherThread_isNotHeard() throws Exception {
        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);

        Thread.ofPlatform().start(Lookout::expectWork).join();

        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    }

    /** It belongs to the thread that has used it. */
    private void expectWork() throws Exception {
        assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
        Lookout.expectWork();
    }

    private int idle() throws Exception {
        return lookout.calculateStrategy(() -> {
            throw new AssertionError("looks at the sockets though it is to wait for them");
        }, false);
    }

    private int busy() throws Exception {
        return lookout.calculateStrategy(() -> READY, true);
    }
}
