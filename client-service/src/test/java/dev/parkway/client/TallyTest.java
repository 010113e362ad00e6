package dev.parkway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpScenarios;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that begin and end at once, each in a thread of its own. */
@Timeout(60)
final class TallyTest {

    private static final Scenario SCENARIO = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);

    private final Tally tally = new Tally(3);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    private boolean toTimeWait;

    private boolean begin() {
        int number = begun.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        Thread _ = Thread.startVirtualThread(() -> {
            History history = new History(new ConnectionName("3f2a9c1d", number), SCENARIO, Side.CLIENT);
            Observation observation = tally.begin(history);
            SCENARIO.client().transitions().forEach(each -> {
                if (each.cause() == null || toTimeWait) {
                    history.append(each.to(), each.cause(), each.edge(), each.sent(), each.received(), 0);
                    observation.entered(history.size());
                }
            });
            atOnce.decrementAndGet();
            history.end(History.COMPLETED);
            observation.ended();
        });
        return true;
    }

    private Tally.Opener always() {
        return (Tally.Always) this::begin;
    }

    @Test
    void run_manyConnections_beginsAllAndNeverTooManyAtATime() throws InterruptedException {
        tally.run(1_000, always());

        assertThat(begun).hasValue(1_000);
        assertThat(tally.ended()).isEqualTo(1_000);
        assertThat(mostAtOnce.get()).isBetween(1, 3);
    }

    @Test
    void run_connectionThatCannotBegin_isNotWaitedFor() throws InterruptedException {
        Thread test = Thread.currentThread();
        tally.run(10, (Tally.Always) () -> {
            if (begun.get() == 5 && !Thread.currentThread().equals(test)) {
                begun.incrementAndGet();
                throw new IllegalStateException("not this one");
            }
            return begin();
        });

        assertThat(tally.ended()).isBetween(3L, 10L);
    }

    @Test
    void run_throughTimeWait_eachMakesRoomOnce() throws InterruptedException {
        toTimeWait = true;
        tally.run(1_000, always());

        assertThat(begun).hasValue(1_000);
        assertThat(tally.completed()).isEqualTo(1_000);
    }

    @Test
    void run_fewerThanThereIsRoomFor_returns() throws InterruptedException {
        tally.run(2, always());
        tally.run(0, always());

        assertThat(tally.ended()).isEqualTo(2);
    }

    @Test
    void beginNoMore_whileItRuns_returnsWhenThoseBegunHaveEnded() throws InterruptedException {
        tally.run(1_000_000, (Tally.Always) () -> {
            if (begun.get() == 10) {
                tally.beginNoMore();
            }
            return begin();
        });

        assertThat(tally.ended()).isEqualTo(begun.get()).isLessThan(1_000_000);
    }

    /** Somewhere to begin, for a while at a time: each time so many begin there. */
    private final class Sometimes implements Tally.Opener {

        private final AtomicInteger places = new AtomicInteger();

        @Override
        public boolean begin() {
            if (places.getAndUpdate(now -> Math.max(0, now - 1)) == 0) {
                return false;
            }
            return TallyTest.this.begin();
        }

        @Override
        public boolean takes() {
            return places.get() > 0;
        }
    }

    @Test
    void run_nowhereToBeginFromTimeToTime_waitsAndLosesNoRoom() throws InterruptedException {
        Sometimes where = new Sometimes();
        Thread _ = Thread.ofPlatform().daemon().start(() -> {
            while (tally.ended() < 1_000) {
                where.places.addAndGet(3);
                tally.fill();
                Thread.onSpinWait();
            }
        });

        tally.run(1_000, where);

        assertThat(begun).hasValue(1_000);
        assertThat(mostAtOnce.get()).isBetween(1, 3);
    }

    @Test
    void beginNoMore_nowhereToBegin_returns() throws InterruptedException {
        Thread _ = Thread.startVirtualThread(tally::beginNoMore);

        tally.run(1_000, new Sometimes());

        assertThat(tally.ended()).isZero();
    }
}
