package dev.parkway.benchmarks.handoff;

import dev.parkway.benchmarks.process.Child;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a round trip between two threads by all ways of {@link Rival} and by crossbeam's own Parker, which knows
 * platform threads only. Each contestant is a process of its own, and has its share in every round, so that all see the
 * same weather and ratios can be taken round by round.
 *
 * <p>It does not show what a handover costs when many threads want the processors, nor how long a wait that lasts takes
 * to wake up: here the answer always comes at once.
 */
@Command(name = "handoff", mixinStandardHelpOptions = true)
public final class HandoffRounds implements Callable<Integer> {

    /** So many trips a contestant plays at first, to warm up and to find out how many fill its share. */
    private static final int FIRST_TRIPS = 50_000;
    private static final int WARM_UP = 3;

    @Option(names = "--crossbeam", description = "The program that benchmarks/measure builds; default: none.")
    private Optional<Path> crossbeam = Optional.empty();

    @Option(names = "--rivals", split = ",", description = "Which; default: all.")
    private Set<Rival> rivals = EnumSet.allOf(Rival.class);

    @Option(names = "--rounds", description = "How many; default: 11.")
    private int rounds = 11;

    @Option(names = "--millis", description = "How long a share is, about; default: 300.")
    private int millis = 300;

    @Option(names = "--out", description = "Where the figures go, as CSV; default: handoff.csv.")
    private Path out = Path.of("handoff.csv");

    private static final class Contestant {

        private final String name;
        private final String setting;
        private final Child child;
        private int trips = FIRST_TRIPS;

        Contestant(String name, String setting, Child child) {
            this.name = name;
            this.setting = setting;
            this.child = child;
        }

        /** Returns how many nanoseconds a trip took. */
        double share() throws IOException {
            return Double.parseDouble(child.ask(Integer.toString(trips)));
        }

        void warmUp(int millis) throws IOException {
            for (int i = 0; i < WARM_UP; i++) {
                trips = (int) Math.clamp(millis * 1e6 / share(), 1_000, 100_000_000);
            }
        }
    }

    private HandoffRounds() {}

    /**
     * Measures and prints.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new HandoffRounds()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            csv.println("contestant,setting,round,nanos");
            enter(contestants);
            for (Contestant each : contestants) {
                each.warmUp(millis);
            }
            for (int round = 1; round <= rounds; round++) {
                for (Contestant each : contestants) {
                    double nanos = each.share();
                    csv.println(each.name + "," + each.setting + "," + round + "," + nanos);
                    IO.println(String.format(Locale.ROOT, "%-21s %-20s round %d: %,.0f ns", each.name,
                            each.setting,
                            round, nanos));
                }
            }
        } finally {
            for (Contestant contestant : contestants) {
                contestant.child.close();
            }
        }
        return 0;
    }

    private void enter(List<Contestant> contestants) throws IOException {
        if (crossbeam.filter(Files::isExecutable).isPresent()) {
            contestants
                    .add(new Contestant("CROSSBEAM", Setting.PLATFORM.text, Child.program(crossbeam.get())));
        } else {
            IO.println(
                    "SKIPPED crossbeam: it has not been built; Rust's cargo is needed, and the crate, which Debian "
                            + "has in librust-crossbeam-utils-dev");
        }
        for (Setting setting : Setting.values()) {
            for (Rival rival : rivals) {
                contestants.add(new Contestant(rival.name(), setting.text,
                        Child.java(setting.options(), RallyProcess.class, rival.name(), setting.name())));
            }
        }
    }

    /** The threads between which the turn goes, named as in {@link PingPongBenchmark}. */
    enum Setting {
        PLATFORM("platform", ""),
        VIRTUAL_ONE_CARRIER("virtualOneCarrier",
                "-Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1"),
        VIRTUAL_TWO_CARRIERS("virtualTwoCarriers", "-Djdk.virtualThreadScheduler.parallelism=2");

        private final String text;
        private final String options;

        Setting(String text, String options) {
            this.text = text;
            this.options = options;
        }

        /** Beside those that keep two dozen JVMs small. */
        private List<String> options() {
            List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx64m"));
            if (!options.isEmpty()) {
                all.addAll(List.of(options.split(" ", -1)));
            }
            return all;
        }
    }
}
