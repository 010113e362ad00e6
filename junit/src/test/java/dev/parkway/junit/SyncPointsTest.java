package dev.parkway.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parkway.points.SyncPoint;
import dev.parkway.points.SyncPointException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
final class SyncPointsTest {

    @RegisterExtension
    final SyncPoints points = new SyncPoints(Duration.ofSeconds(30));

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @RepeatedTest(50)
    void order_ofTwoThreads_isTheOrderOfTheirLines() throws Exception {
        points.order("a:said-1", "b:say-1", "b:said-1", "a:say-2", "a:said-2", "b:say-2");
        points.start("b", () -> twoLines("b"));
        points.start("a", () -> twoLines("a"));
        points.join();

        assertThat(lines).containsExactly("a 1", "b 1", "a 2", "b 2");
    }

    private void twoLines(String party) {
        for (int i = 1; i <= 2; i++) {
            SyncPoint.reached("say-" + i);
            lines.add(party + " " + i);
            SyncPoint.reached("said-" + i);
        }
    }

    @Test
    void passed_afterThePointsOfAnOrder_isThatOrder() throws Exception {
        points.order("a:one", "b:two", "a:three");
        points.start("a", () -> {
            SyncPoint.reached("one");
            SyncPoint.reached("three");
            SyncPoint.reached("one");
        });
        points.start("b", () -> SyncPoint.reached("two"));
        points.join();

        assertThat(points.passed()).containsExactly("a:one", "b:two", "a:three");
    }

    @Test
    void awaitHeld_threadIsHeld_goesOnWhenTheTestPasses() throws Exception {
        points.order("test:go", "a:written");
        points.start("a", () -> {
            SyncPoint.reached("written");
            lines.add("a went on");
        });
        points.awaitHeld("a:written");
        lines.add("a is held");
        points.reached("go");
        points.join();

        assertThat(lines).containsExactly("a is held", "a went on");
    }

    @Test
    void waitFor_pointThatIsPassedLaterOrWas_goesOn() throws Exception {
        points.start("a", () -> {
            SyncPoint.waitFor("b:written");
            SyncPoint.waitFor("written");
            lines.add("a went on");
        });
        points.start("b", () -> SyncPoint.reached("written"));
        points.waitFor("written");
        points.join();

        assertThat(lines).containsExactly("a went on");
    }

    @Test
    void order_circleOrAWrongName_isRefused() {
        points.order("a:x", "b:y");
        assertThatIllegalArgumentException().isThrownBy(() -> points.order("b:y", "c:z", "a:x"))
                .withMessage("the order has a circle: a:x -> b:y -> c:z -> a:x");
        assertThatIllegalArgumentException().isThrownBy(() -> points.order("a:x", "a:x"))
                .withMessage("the order has a circle: a:x -> a:x");
        assertThatIllegalArgumentException().isThrownBy(() -> points.order("written"))
                .withMessage("a point in an order is party:name, as in writer:written, not \"written\"");
        assertThatIllegalArgumentException().isThrownBy(() -> SyncPoint.reached("two words"))
                .withMessageContaining("not \"two words\"");
        assertThatIllegalArgumentException().isThrownBy(() -> points.environment("a:b"))
                .withMessageContaining("not \"a:b\"");
        // What was said before the circle holds.
        points.start("a", () -> SyncPoint.reached("x"));
        points.start("b", () -> SyncPoint.reached("y"));
        points.start("c", () -> SyncPoint.reached("z"));
    }

    @Test
    void waitFor_wrongName_isRefusedAndHoldsNobodyUp() throws Exception {
        for (String wrong : List.of(":x", "writer:", "no such", "")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> points.waitFor(wrong))
                    .withMessageContaining("not \"" + wrong + '"');
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> SyncPoint.waitFor(wrong));
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> points.reached(wrong))
                    .withMessageContaining("not \"" + wrong + '"');
        }
        points.order("test:go", "a:written");
        points.start("a", () -> SyncPoint.reached("written"));
        points.awaitHeld("a:written");
        points.reached("go");
        points.join();

        assertThat(points.passed()).containsExactly("test:go", "a:written");
    }

    @Test
    void leave_beforeItHasCome_isGone() {
        Board board = new Board(Duration.ofHours(1));
        Visit visit = Visit.reached("a", "x");
        board.leave(visit);

        assertThatExceptionOfType(SyncPointException.class).isThrownBy(() -> board.come(visit))
                .withMessage("a waits at x, and is interrupted or gone");
        assertThat(board.passed()).isEmpty();
    }

    @Test
    void isRunning_endIsTold_isFalse() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        PartyThread thread = PartyThread.start("a", go::await, () -> {});
        // Told on that thread, which is alive then.
        CompletableFuture<Boolean> running = thread.end().thenApply(_ -> thread.isRunning());
        assertThat(thread.isRunning()).isTrue();
        go.countDown();

        assertThat(running.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void install_pointsAreDrivenAlready_isRefused() {
        assertThatIllegalStateException().isThrownBy(() -> SyncPoint.install(new LocalPoints(new Board(
                Duration.ofSeconds(1)))))
                .withMessageContaining("driven already, by a test of this process");
    }

    @Test
    void come_testIsOver_isRefused() {
        Board board = new Board(Duration.ofHours(1));
        board.order(List.of(Point.parse("a:x"), Point.parse("b:y")));
        assertThat(board.end(false)).isNull();

        assertThatExceptionOfType(SyncPointException.class)
                .isThrownBy(() -> board.come(Visit.reached("b", "y")))
                .withMessage("b waits at y: the test is over");
    }

    @Test
    void points_noTestRuns_areRefused() {
        SyncPoints early = new SyncPoints();
        assertThatIllegalStateException().isThrownBy(() -> early.environment("writer"))
                .withMessageStartingWith("no test runs");
    }

    @Test
    void start_nameIsTaken_isRefused() throws Exception {
        points.order("test:go", "a:written");
        points.start("a", () -> SyncPoint.reached("written"));
        assertThatIllegalStateException().isThrownBy(() -> points.start("a", () -> {}));
        points.reached("go");
    }

    @Test
    void reached_threadIsInterrupted_keepsTheStatusAndIsTold() throws Exception {
        Thread[] a = new Thread[1];
        CountDownLatch told = new CountDownLatch(1);
        points.order("test:go", "a:written");
        points.start("a", () -> {
            a[0] = Thread.currentThread();
            assertThatExceptionOfType(SyncPointException.class)
                    .isThrownBy(() -> SyncPoint.reached("written"));
            assertThat(Thread.interrupted()).isTrue();
            told.countDown();
            SyncPoint.reached("written");
        });
        points.awaitHeld("a:written");
        a[0].interrupt();
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        points.reached("go");
    }
}
