package dev.parkway.control;

import static dev.parkway.control.Tokens.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.netty.shaded.io.netty.channel.SelectStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who takes the batches that come, and in which order. */
@Timeout(120)
final class InboxTest {

    private record Taken(long number, Thread by) {}

    private final TokenSession session = new TokenSession("a1b2c3d4", 5, 100, Duration.ZERO, new Load());
    private final FakeStream stream = new FakeStream();
    private final Attach attach = Attach.dialled(stream, 1);

    /** Each token's connection is asked for, and never there. */
    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    InboxTest() {
        var _ = session.attach(attach);
    }

    @AfterEach
    void endSession() {
        release.countDown();
        session.lose(TurnResult.SESSION_LOST, "the test is over");
    }

    @Test
    void take_fewTokens_byWhoeverBringsThem() {
        bring(1, 8);

        assertThat(taken).extracting(Taken::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(taken).extracting(Taken::by).containsOnly(Thread.currentThread());
    }

    @Test
    void take_manyTokens_byAVirtualThread() throws Exception {
        bring(1, 9);

        for (int number = 1; number <= 9; number++) {
            Taken next = next();
            assertThat(next.number()).isEqualTo(number);
            assertThat(next.by().isVirtual()).isTrue();
        }
    }

    @Test
    void take_tokens_eventLoopThatBringsThemLooksOutForMore() throws Exception {
        Lookout lookout = new Lookout();
        assertThat(lookout.calculateStrategy(() -> 0, false)).isEqualTo(SelectStrategy.SELECT);

        bring(1, 0);
        assertThat(lookout.calculateStrategy(() -> 0, false)).isEqualTo(SelectStrategy.SELECT);
        bring(1, 1);
        assertThat(lookout.calculateStrategy(() -> 0, false)).isEqualTo(SelectStrategy.CONTINUE);
    }

    @Test
    void take_largeOneIsUnderWay_smallOneWaitsAndItsBringerDoesNot() throws Exception {
        hold();

        bring(20, 1);
        assertThat(taken).isEmpty();

        release.countDown();
        assertThat(numbers(10)).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 20L);
    }

    @Test
    void take_tooManyWait_whoeverBringsTheNextTakesThemToo() throws Exception {
        Thread held = hold();
        for (int number = 20; number < 27; number++) {
            bring(number, 1);
        }
        CompletableFuture<Thread> bringer = new CompletableFuture<>();
        CompletableFuture<Void> brought = CompletableFuture.runAsync(() -> {
            bringer.complete(Thread.currentThread());
            bring(27, 1);
        });
        Thread blocked = bringer.get(30, TimeUnit.SECONDS);
        while (blocked.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(taken).isEmpty();

        release.countDown();
        brought.get(30, TimeUnit.SECONDS);

        assertThat(taken).as("all that came before are taken when it returns").hasSize(9 + 8);
        assertThat(taken).extracting(Taken::number).endsWith(20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L);
        assertThat(taken).extracting(Taken::by).isSubsetOf(held, blocked);
    }

    @Test
    void completeFrom_batchesWait_areTakenFirst() throws Exception {
        hold();
        bring(20, 9);
        CompletableFuture<Void> completed = CompletableFuture
                .runAsync(() -> session.completeFrom(attach, SessionEnd::closed));

        release.countDown();
        completed.get(30, TimeUnit.SECONDS);

        assertThat(numbers(18)).endsWith(20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L);
        assertThat(session.ended()).isCompletedWithValue(SessionEnd.closed());
    }

    @Test
    void detach_batchesWait_areTakenFirst() throws Exception {
        hold();
        bring(20, 9);
        CompletableFuture<Boolean> detached = CompletableFuture.supplyAsync(() -> session.detach(attach));

        release.countDown();

        assertThat(detached.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(numbers(18)).endsWith(28L);
        bring(40, 9);
        session.completeFrom(attach, SessionEnd::closed);
        assertThat(taken).as("of a stream that is gone").isEmpty();
    }

    @Test
    void take_brokenContractBeforeWhatWaits_isTheLastThatIsTaken() throws Exception {
        hold();
        session.take(attach, Tokens.batch(99, List.of(turn(20, 1))), this::noted);
        bring(30, 1);

        release.countDown();

        assertThat(SessionSide.reason(stream.failed.get(30, TimeUnit.SECONDS)))
                .isEqualTo("ACKNOWLEDGED_UNSENT");
        assertThat(numbers(9)).endsWith(10L);
        assertThat(session.ended().get(30, TimeUnit.SECONDS).cause()).contains(TurnResult.SESSION_LOST);
        assertThat(taken).isEmpty();
    }

    @Test
    void take_roleThrows_sessionFailsAndNobodyWaitsForEver() throws Exception {
        session.take(attach, batch(1, 9), _ -> {
            throw new IllegalArgumentException("on purpose");
        });

        assertThat(SessionSide.reason(stream.failed.get(30, TimeUnit.SECONDS))).isEqualTo("TAKE_FAILED");
    }

    @Test
    void take_acceptLeavesItsThreadInterrupted_laterBatchesAreTaken() throws Exception {
        session.take(attach, batch(1, 9), number -> {
            Thread.currentThread().interrupt();
            return noted(number);
        });
        assertThat(numbers(9)).endsWith(9L);

        bring(10, 9);
        assertThat(numbers(9)).endsWith(18L);
        bring(20, 9);
        assertThat(numbers(9)).endsWith(28L);
    }

    @Test
    void take_acceptBringsTheNext_isTakenBehindThisOne() throws Exception {
        session.take(attach, batch(1, 4), number -> {
            if (number == 2) {
                bring(20, 1);
            }
            return noted(number);
        });

        assertThat(numbers(5)).containsExactly(1L, 2L, 3L, 4L, 20L);
    }

    @Test
    void end_takerIsThere_goes() throws Exception {
        bring(1, 9);
        Thread taker = next().by();

        session.lose(TurnResult.SESSION_LOST, "on purpose");

        assertThat(taker.join(Duration.ofSeconds(30))).isTrue();
    }

    /** Has the taker stand still in the middle of a batch, between connections 1 and 2. */
    private Thread hold() throws InterruptedException {
        session.take(attach, batch(1, 10), number -> {
            ControlConnection none = noted(number);
            if (number == 1) {
                await(release);
            }
            return none;
        });
        return next().by();
    }

    private void bring(long firstNumber, int tokens) {
        session.take(attach, batch(firstNumber, tokens), this::noted);
    }

    private static TokenBatch batch(long firstNumber, int tokens) {
        return Tokens.batch(0, LongStream.range(firstNumber, firstNumber + tokens)
                .<UnparkToken>mapToObj(number -> turn(number, 1)).toList());
    }

    private @Nullable ControlConnection noted(long number) {
        taken.add(new Taken(number, Thread.currentThread()));
        return null;
    }

    private Taken next() throws InterruptedException {
        Taken next = taken.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private List<Long> numbers(int count) throws InterruptedException {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            numbers.add(next().number());
        }
        return numbers;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
