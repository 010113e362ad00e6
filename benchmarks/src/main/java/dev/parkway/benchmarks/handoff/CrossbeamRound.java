package dev.parkway.benchmarks.handoff;

import dev.parkway.benchmarks.process.Child;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a round trip between two threads by crossbeam's own Parker, which knows platform threads only, and by ours:
 * in each round every contestant has its share, so that all see the same weather.
 *
 * <p>It does not show what it costs when many threads want the processors, nor how long a wait that lasts takes to wake
 * up: here the answer always comes at once.
 */
@Command(name = "crossbeam", mixinStandardHelpOptions = true)
public final class CrossbeamRound implements Callable<Integer> {

    @Option(names = "--crossbeam", required = true,
            description = "The program that benchmarks/measure builds.")
    private Path program = Path.of("");

    @Option(names = "--rounds", description = "How many; default: 11.")
    private int rounds = 11;

    @Option(names = "--trips", description = "Round trips in a share; default: 100000.")
    private int trips = 100_000;

    @Option(names = "--out", description = "Where the figures go, as CSV; default: crossbeam.csv.")
    private Path out = Path.of("crossbeam.csv");

    private record Contestant(String name, String setting, Child child) {}

    private CrossbeamRound() {}

    /**
     * Measures and prints.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new CrossbeamRound()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isExecutable(program)) {
            IO.println(
                    "SKIPPED crossbeam: " + program + " has not been built; Rust's cargo is needed, and the "
                            + "crate, which Debian has in librust-crossbeam-utils-dev");
            return 0;
        }
        List<Contestant> contestants = new ArrayList<>();
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            csv.println("contestant,setting,round,nanos");
            contestants.add(new Contestant("CROSSBEAM", "platform", Child.program(program)));
            for (Setting setting : Setting.values()) {
                contestants.add(new Contestant("PARKER", setting.text,
                        Child.java(setting.options(), RallyProcess.class, setting.name())));
            }
            // The first rounds warm up.
            for (int round = -2; round <= rounds; round++) {
                for (Contestant contestant : contestants) {
                    double nanos = Double.parseDouble(contestant.child.ask(Integer.toString(trips)));
                    if (round > 0) {
                        csv.println(contestant.name + "," + contestant.setting + "," + round + "," + nanos);
                        IO.println(
                                String.format(Locale.ROOT, "%-9s %-22s round %d: %,.0f ns", contestant.name,
                                        contestant.setting, round, nanos));
                    }
                }
            }
        } finally {
            for (Contestant contestant : contestants) {
                contestant.child.close();
            }
        }
        return 0;
    }

    /** The threads between which the turn goes, named as in {@link PingPongBenchmark}. */
    enum Setting {
        PLATFORM("platform", "-Xshare:auto"),
        VIRTUAL_ONE_CARRIER("virtualOneCarrier",
                "-Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1"),
        VIRTUAL_TWO_CARRIERS("virtualTwoCarriers", "-Djdk.virtualThreadScheduler.parallelism=2");

        private final String text;
        private final String options;

        Setting(String text, String options) {
            this.text = text;
            this.options = options;
        }

        private List<String> options() {
            return List.of(options.split(" ", -1));
        }
    }
}
