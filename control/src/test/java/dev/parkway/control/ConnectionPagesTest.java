package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ConnectionPagesTest {

    private final TokenSession session = SessionSide.attached().session;
    private final ConnectionPages pages = new ConnectionPages();

    @Test
    void pages_randomNumbersAndRemovals_areAsAMapIs() throws Exception {
        Rounds.play(300, 20_000, random -> {
            ConnectionPages mapped = new ConnectionPages();
            Map<Long, ControlConnection> model = new TreeMap<>();
            long number = 0;
            for (int step = 0; step < 400; step++) {
                if (random.nextBoolean()) {
                    number += random.nextInt(20) == 0 ? 1 + random.nextInt(1_000) : 1;
                    ControlConnection added = new ControlConnection(session, number, true);
                    mapped.add(added);
                    model.put(number, added);
                } else {
                    long asked = 1 + random.nextLong(number + 2);
                    assertThat(mapped.get(asked)).isSameAs(model.get(asked));
                    ControlConnection gone = model.remove(asked);
                    if (gone != null) {
                        assertThat(mapped.remove(gone)).isTrue();
                        assertThat(mapped.remove(gone)).isFalse();
                    }
                }
            }
            List<ControlConnection> shown = new ArrayList<>();
            mapped.forEach(shown::add);
            assertThat(shown).containsExactlyInAnyOrderElementsOf(model.values());
            assertThat(mapped.size()).isEqualTo(model.size());
        });
    }

    @Test
    void get_largestNumber_isFound() {
        ControlConnection largest = new ControlConnection(session, Long.MAX_VALUE, true);

        pages.add(largest);

        assertThat(pages.get(Long.MAX_VALUE)).isSameAs(largest);
        assertThat(pages.get(Long.MAX_VALUE - 1)).isNull();
    }

    @Test
    void remove_allButTheNewest_keepsOnePageAtMost() {
        List<ControlConnection> added = new ArrayList<>();
        for (long number = 1; number <= 10_000; number++) {
            ControlConnection connection = new ControlConnection(session, number, true);
            pages.add(connection);
            added.add(connection);
        }
        assertThat(pages.pages()).isEqualTo(157);

        added.forEach(pages::remove);

        assertThat(pages.pages()).isEqualTo(1);
        assertThat(pages.size()).isZero();
    }

    @Test
    void remove_byAnotherThreadThanAdds_losesNoneAndKeepsNoPage() throws Exception {
        ConcurrentLinkedQueue<ControlConnection> added = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        List<Long> missed = new ArrayList<>();
        Thread remover = Thread.ofPlatform().start(() -> {
            while (!done.get() || !added.isEmpty()) {
                ControlConnection next = added.poll();
                if (next != null && (pages.get(next.number()) == null || !pages.remove(next))) {
                    missed.add(next.number());
                }
            }
        });

        for (long number = 1; number <= 300_000; number++) {
            ControlConnection connection = new ControlConnection(session, number, true);
            pages.add(connection);
            added.add(connection);
        }
        done.set(true);
        remover.join();

        assertThat(missed).isEmpty();
        assertThat(pages.size()).isZero();
        assertThat(pages.pages()).isEqualTo(1);
    }
}
