package dev.parkway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpScenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many sessions at once, on whose ways things go wrong at random. {@code -Dparkway.seed=N} replays the faults of
 * a run; how the threads interleave is not in our hands.
 */
@Timeout(1_800)
final class RandomFaultsTest {

    private static final boolean HEAVY = Boolean.getBoolean("parkway.heavy");
    private static final long SEED = Long.getLong("parkway.seed", new Random().nextLong());
    private static final int CONNECTIONS = Integer.getInteger("parkway.connections",
            HEAVY ? 1_200_000 : 20_000);
    private static final int SESSIONS_AT_ONCE = 8;
    private static final int[] PARALLEL = {1, 4, 20, 100, 500};

    private final Counts counts = new Counts();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger planned = new AtomicInteger();

    @Test
    void connections_faultsAtRandom_allRunAsIfNothingHadHappened() throws Exception {
        System.out.println("seed " + SEED);
        try (Site direct = Site.direct(counts); Site pooled = Site.pooled(counts)) {
            try (ExecutorService threads = Executors.newFixedThreadPool(SESSIONS_AT_ONCE)) {
                List<Future<?>> runs = new ArrayList<>();
                for (int i = 0; i < SESSIONS_AT_ONCE; i++) {
                    runs.add(threads.submit(() -> run(direct, pooled)));
                }
                for (Future<?> run : runs) {
                    run.get(30, TimeUnit.MINUTES);
                }
            }
            direct.countLeft();
            pooled.countLeft();
        }
        System.out.println("seed " + SEED + ": " + counts.summary());
        assertThat(counts.complaint()).as("replay with -Dparkway.seed=%d", SEED).isEmpty();
        assertThat(counts.connections.sum()).isGreaterThanOrEqualTo(CONNECTIONS);
        assertThat(counts.faults()).isPositive();
    }

    private @Nullable Void run(Site direct, Site pooled)
            throws InterruptedException {
        while (planned.get() < CONNECTIONS && counts.failures().isEmpty()) {
            int session = begun.getAndIncrement();
            SessionPlan plan = plan(session);
            planned.addAndGet(plan.connections());
            long _ = plan.run(session % 3 == 0 ? pooled : direct);
        }
        return null;
    }

    /** What the so-and-so-many-th session does: the seed's decision alone. */
    private static SessionPlan plan(int session) {
        Random random = new Random(SEED + session * 0x9e3779b97f4a7c15L);
        List<Scenario> scenarios = TcpScenarios.builtIn().all();
        int parallel = PARALLEL[random.nextInt(PARALLEL.length)];
        Faults faults = new RandomFaults(random.nextLong(), 1 + random.nextInt(12), 20 + random.nextInt(200));
        return new SessionPlan(scenarios.get(session % scenarios.size()), 20 + 6 * parallel, parallel,
                1 + random.nextInt(16), random.nextInt(20) == 0, faults,
                "seed " + SEED + ", session " + session);
    }
}
