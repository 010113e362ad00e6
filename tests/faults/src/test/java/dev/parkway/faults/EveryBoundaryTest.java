package dev.parkway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.faults.Fault.Cut;
import dev.parkway.faults.Fault.Delay;
import dev.parkway.faults.Fault.Duplicate;
import dev.parkway.faults.Fault.Hold;
import dev.parkway.faults.Fault.Notice;
import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection alone, whose stream meets a fault at every boundary in turn. */
@Timeout(600)
final class EveryBoundaryTest {

    /** Tokens merge as chance will have it: so many runs that do not come to a boundary say that there is none. */
    private static final int TOO_SHORT = 3;
    private static final int IN_A_ROW = 4;
    /** They wait more than they do. */
    private static final int AT_ONCE = 8;
    /** Those whose every two boundaries are tried in every build; the profile heavy tries all scenarios'. */
    private static final Set<String> SMALL = Set.of("refused", "connect-timeout", "reset-by-server");
    private static final boolean HEAVY = Boolean.getBoolean("parkway.heavy");

    private final Counts counts = new Counts();

    @Test
    void connection_faultAtEveryBoundary_runsAsIfNothingHadHappened() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        try (Site site = Site.direct(counts)) {
            for (Scenario scenario : TcpScenarios.builtIn().all()) {
                for (List<Fault> faults : manners()) {
                    tasks.add(() -> everywhere(site, scenario, faults));
                }
            }
            run("every boundary", site, tasks);
        }
    }

    @Test
    void connection_cutAtEveryTwoBoundaries_runsAsIfNothingHadHappened() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        try (Site site = Site.direct(counts)) {
            for (Scenario scenario : TcpScenarios.builtIn().all()) {
                boolean tried = HEAVY || SMALL.contains(scenario.name());
                for (Cut first : tried ? cuts() : List.<Cut>of()) {
                    for (Cut second : cuts()) {
                        tasks.add(() -> everywhere(site, scenario, first, second));
                    }
                }
            }
            run("every two boundaries", site, tasks);
        }
    }

    /** What happens at one boundary and those that follow at once. */
    private static List<List<Fault>> manners() {
        List<List<Fault>> all = new ArrayList<>();
        all.add(List.of(new Hold(Duration.ofMillis(2))));
        for (boolean late : new boolean[]{false, true}) {
            all.add(List.of(new Delay(late)));
            all.add(List.of(new Duplicate(late)));
        }
        for (Cut cut : cuts()) {
            all.add(List.of(cut));
            all.add(Collections.nCopies(IN_A_ROW, cut));
            for (boolean late : new boolean[]{false, true}) {
                all.add(List.of(cut, new Delay(late)));
                all.add(List.of(cut, new Duplicate(late)));
            }
        }
        return all;
    }

    private static List<Cut> cuts() {
        List<Cut> all = new ArrayList<>();
        for (Notice notice : Notice.values()) {
            all.add(new Cut(true, notice));
            all.add(new Cut(false, notice));
        }
        return all;
    }

    private Void everywhere(Site site, Scenario scenario, List<Fault> faults) throws InterruptedException {
        int tooShort = 0;
        for (long at = 1; tooShort < TOO_SHORT && counts.failures().isEmpty(); at++) {
            Map<Long, Fault> row = new HashMap<>();
            for (Fault fault : faults) {
                row.put(at + row.size(), fault);
            }
            tooShort = met(site, scenario, row) > 0 ? 0 : tooShort + 1;
        }
        return null;
    }

    private Void everywhere(Site site, Scenario scenario, Cut first, Cut second)
            throws InterruptedException {
        int tooShort = 0;
        for (long at = 1; tooShort < TOO_SHORT && counts.failures().isEmpty(); at++) {
            int met = 0;
            int apartTooShort = 0;
            for (long apart = 1; apartTooShort < TOO_SHORT && counts.failures().isEmpty(); apart++) {
                int now = met(site, scenario, Map.of(at, first, at + apart, second));
                met = Math.max(met, now);
                apartTooShort = now == 2 ? 0 : apartTooShort + 1;
            }
            tooShort = met > 0 ? 0 : tooShort + 1;
        }
        return null;
    }

    /** Runs one connection, and says how many of the faults it came to. */
    private static int met(Site site, Scenario scenario, Map<Long, Fault> faults)
            throws InterruptedException {
        Boundaries boundaries = new Boundaries(faults);
        long _ = new SessionPlan(scenario, 1, 1, 1, false, boundaries, boundaries.toString()).run(site);
        return boundaries.met();
    }

    private void run(String what, Site site, List<Callable<Void>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        }
        site.countLeft();
        System.out.println(what + ": " + counts.summary());
        assertThat(counts.complaint()).isEmpty();
        assertThat(counts.faults()).isPositive();
    }
}
