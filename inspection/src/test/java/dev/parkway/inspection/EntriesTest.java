package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EntriesTest {

    private final Entries entries = new Entries(3);
    private final Teller teller = new Teller(entries, System::nanoTime, Duration.ZERO, run -> {});
    private final Judge judge = new Judge(Duration.ZERO, run -> {});

    @Test
    void add_oneTooMany_forgetsTheOldest() {
        for (int number = 1; number <= 5; number++) {
            add(number);
        }

        assertThat(entries.size()).isEqualTo(3);
        assertThat(entries.forgotten()).isEqualTo(2);
        assertThat(entries.find(Histories.name(2))).isNull();
        assertThat(entries.find(Histories.name(3))).isNotNull();
        assertThat(older(Long.MAX_VALUE)).containsExactly(5L, 4L, 3L);
    }

    @Test
    void add_knownName_givesTheOneThatIsThere() {
        Entry first = add(1);

        assertThat(add(1)).isSameAs(first);
        assertThat(entries.size()).isEqualTo(1);
        assertThat(older(Long.MAX_VALUE)).containsExactly(1L);
    }

    @Test
    void visitOlder_place_showsWhatCameBeforeIt() {
        add(7);
        Entry middle = add(4);
        add(9);

        assertThat(older(middle.serial())).containsExactly(7L);
        assertThat(older(middle.serial() + 1)).containsExactly(4L, 7L);
        assertThat(older(0)).isEmpty();
    }

    @Test
    void session_allItsConnectionsForgotten_isForgottenToo() {
        add(1);
        SessionLog log = Objects.requireNonNull(entries.session(Histories.SESSION));
        for (int number = 1; number <= 3; number++) {
            add(new ConnectionName("00000000", number));
        }

        assertThat(entries.session(Histories.SESSION)).isNull();
        assertThat(log.hasForgotten(1)).isTrue();
        assertThat(log.hasForgotten(2)).isFalse();
    }

    @Test
    void session_heldByAReport_isKept() {
        SessionLog held = entries.retain(Histories.SESSION);
        add(1);
        for (int number = 1; number <= 3; number++) {
            add(new ConnectionName("00000000", number));
        }
        assertThat(entries.session(Histories.SESSION)).isSameAs(held);

        entries.release(held);
        assertThat(entries.session(Histories.SESSION)).isNull();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void add_manyThreads_staysWithinItsCapacity() throws InterruptedException {
        Entries many = new Entries(100);
        Teller silent = new Teller(many, System::nanoTime, Duration.ZERO, run -> {});
        int threads = 4;
        int each = 20_000;
        List<Thread> adders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String session = "0000000" + thread;
            adders.add(Thread.ofPlatform().start(() -> {
                for (int number = 1; number <= each; number++) {
                    many.add(new Entry(new ConnectionName(session, number), Histories.LOCKSTEP,
                            many.retain(session), new Entry.Staff(silent, judge)));
                }
            }));
        }
        for (Thread adder : adders) {
            adder.join();
        }

        assertThat(many.size()).isEqualTo(100);
        assertThat(many.forgotten()).isEqualTo(threads * each - 100);
        List<Entry> listed = new ArrayList<>();
        many.visitOlder(Long.MAX_VALUE, listed::add);
        List<Entry> kept = new ArrayList<>();
        many.forEach(kept::add);
        assertThat(kept).hasSize(100).allMatch(entry -> many.find(entry.name()) == entry);
        // One whose thread stood still between its number and its place is passed over.
        assertThat(kept).containsAll(listed);
        // Sessions are kept as long as any of their connections is.
        for (int thread = 0; thread < threads; thread++) {
            String session = "0000000" + thread;
            assertThat(many.session(session) != null)
                    .isEqualTo(kept.stream().anyMatch(entry -> entry.name().session().equals(session)));
        }
    }

    @Test
    void startedNanos_listenersRecordsAlone_isNotKnown() {
        Entry entry = add(1);
        assertThat(entry.startedNanos()).isEmpty();

        entry.add(Histories.completed(1, Side.SERVER));
        assertThat(entry.startedNanos()).hasValue(1);
    }

    private Entry add(long number) {
        return add(Histories.name(number));
    }

    private Entry add(ConnectionName name) {
        return entries
                .add(new Entry(name, Histories.LOCKSTEP, entries.retain(name.session()),
                        new Entry.Staff(teller, judge)));
    }

    private List<Long> older(long before) {
        List<Long> numbers = new ArrayList<>();
        entries.visitOlder(before, entry -> numbers.add(entry.name().number()));
        return numbers;
    }
}
