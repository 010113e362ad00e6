package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class MarkQueueTest {

    private final MarkQueue queue = new MarkQueue();
    private final TestMark a = new TestMark();
    private final TestMark b = new TestMark();
    private final TestMark c = new TestMark();

    @Test
    void poll_nothingAdded_isNull() {
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void poll_several_comeInOrder() {
        Stream.of(c, a, b).forEach(queue::add);

        assertThat(drain()).containsExactly(c, a, b);
    }

    @Test
    void add_markThatWaits_staysOnceWhereItIs() {
        Stream.of(a, b, a, a, b).forEach(queue::add);

        assertThat(drain()).containsExactly(a, b);
    }

    @Test
    void add_markThatWasTaken_goesToTheEnd() {
        Stream.of(a, b).forEach(queue::add);

        assertThat(queue.poll()).isSameAs(a);
        queue.add(a);

        assertThat(drain()).containsExactly(b, a);
    }

    @Test
    void add_onlyMarkAgainAndAgain_comesEachTime() {
        for (int i = 0; i < 5; i++) {
            queue.add(a);
            assertThat(queue.isEmpty()).isFalse();
            assertThat(drain()).containsExactly(a);
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void isEmpty_lastButOneTaken_isFalse() {
        Stream.of(a, b).forEach(queue::add);

        assertThat(queue.poll()).isSameAs(a);

        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.poll()).isSameAs(b);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void poll_markIsBeingAdded_hidesThoseBehindItForAMoment() {
        MarkQueue.Mark previous = queue.append(a);
        queue.add(b);

        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isFalse();
        MarkQueue.link(previous, a);

        assertThat(drain()).containsExactly(a, b);
    }

    @Test
    void poll_markIsBeingAddedBehindTheOnlyOne_bothComeInTheEnd() {
        queue.add(a);
        MarkQueue.Mark previous = queue.append(b);

        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isFalse();
        MarkQueue.link(previous, b);

        assertThat(drain()).containsExactly(a, b);
    }

    @RepeatedTest(5)
    void poll_producersCompete_everyMarkIsSeenAfterItsLastAdd() throws Exception {
        int producers = 4;
        int addsEach = 20_000;
        List<TestMark> marks = IntStream.range(0, 8).mapToObj(_ -> new TestMark()).toList();
        CountDownLatch running = new CountDownLatch(producers);
        CompletableFuture<Void> consumer = CompletableFuture.runAsync(() -> {
            boolean last;
            do {
                // Before the polls: whatever was added by then must be seen.
                last = running.getCount() == 0;
                while (!queue.isEmpty()) {
                    if (queue.poll() instanceof TestMark mark) {
                        mark.seen = mark.said.get();
                    }
                }
            } while (!last);
        });
        for (int p = 0; p < producers; p++) {
            int first = p;
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < addsEach; i++) {
                    TestMark mark = marks.get((first + i) % marks.size());
                    mark.said.incrementAndGet();
                    queue.add(mark);
                }
                running.countDown();
            });
        }

        consumer.get(30, TimeUnit.SECONDS);

        assertThat(marks).allSatisfy(mark -> assertThat(mark.seen).isEqualTo(mark.said.get()));
        assertThat(marks.stream().mapToLong(mark -> mark.seen).sum()).isEqualTo((long) producers * addsEach);
    }

    private List<MarkQueue.Mark> drain() {
        List<MarkQueue.Mark> taken = new ArrayList<>();
        for (MarkQueue.@Nullable Mark mark = queue.poll(); mark != null; mark = queue.poll()) {
            taken.add(mark);
        }
        return taken;
    }

    private static final class TestMark extends MarkQueue.Mark {
        final AtomicLong said = new AtomicLong();
        // Written by the consumer, read after it has ended.
        long seen;
    }
}
