package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MarkStackTest {

    private final MarkStack stack = new MarkStack();

    private static final class Counter extends MarkStack.Mark {

        private final AtomicInteger made = new AtomicInteger();
        private int seen;
    }

    @Test
    void takeAll_nothingAdded_isNothing() {
        assertThat(stack.takeAll()).isNull();
        assertThat(stack.depth()).isZero();
    }

    @Test
    void takeAll_several_areTheOldestFirst() {
        List<Counter> marks = List.of(new Counter(), new Counter(), new Counter());
        marks.forEach(stack::add);

        assertThat(stack.depth()).isEqualTo(3);
        assertThat(takeAll()).isEqualTo(marks);
        assertThat(stack.depth()).isZero();
    }

    @Test
    void add_first_saysThatItWasEmpty() {
        assertThat(stack.add(new Counter())).isTrue();
        assertThat(stack.add(new Counter())).isFalse();
        takeAll();
        assertThat(stack.add(new Counter())).isTrue();
    }

    @Test
    void add_again_standsThereOnceUntilPassed() {
        Counter mark = new Counter();
        stack.add(mark);
        stack.add(mark);
        assertThat(takeAll()).containsExactly(mark);

        stack.add(mark);
        assertThat(takeAll()).containsExactly(mark);
    }

    @Test
    void add_takenButNotPassed_isStillMarked() {
        Counter mark = new Counter();
        stack.add(mark);
        MarkStack.Mark taken = stack.takeAll();
        stack.add(mark);

        assertThat(stack.takeAll()).isNull();
        assertThat(taken).isSameAs(mark);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void takeAll_manyAdders_losesNoNews() throws InterruptedException {
        List<Counter> marks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            marks.add(new Counter());
        }
        int rounds = 20_000;
        List<Thread> adders = new ArrayList<>();
        for (int adder = 0; adder < 4; adder++) {
            adders.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < rounds; i++) {
                    Counter mark = marks.get(i % marks.size());
                    mark.made.incrementAndGet();
                    stack.add(mark);
                }
            }));
        }
        // News is what was made before the mark was set: after the last taking all of it has been seen.
        boolean last = false;
        while (!last) {
            last = adders.stream().noneMatch(Thread::isAlive);
            takeAll();
        }
        assertThat(marks).allSatisfy(mark -> assertThat(mark.seen).isEqualTo(mark.made.get()));
        assertThat(marks.stream().mapToInt(mark -> mark.seen).sum()).isEqualTo(4 * rounds);
    }

    private List<MarkStack.Mark> takeAll() {
        List<MarkStack.Mark> taken = new ArrayList<>();
        for (MarkStack.Mark mark = stack.takeAll(); mark != null;) {
            Counter counter = (Counter) mark;
            taken.add(mark);
            mark = MarkStack.pass(mark);
            counter.seen = counter.made.get();
        }
        return taken;
    }
}
