package dev.parkway.benchmarks.lifecycles;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how many connections are opened and closed in a second, in several ways side by side, each with a
 * process that opens and one that serves: in each round every way has its share, so that all see the same
 * weather. Opening the session, finishing it and having the last record taken count; 2MSL is zero.
 *
 * <p>It does not show a network; nor a start, for every way has warmed up; nor, since the processes share the
 * machine's cores, what one of them could do alone. Processor time is both processes' on all cores, garbage
 * collector and compilers included.
 */
@Command(name = "lifecycles", mixinStandardHelpOptions = true)
public final class Lifecycles implements Callable<Integer> {

    static final List<String> JVM = List.of("-XX:+UseTransparentHugePages", "-Xmn1g",
            "-Djdk.trackAllThreads=false");

    @Option(names = "--ways", split = ",", description = "Which; default: all but the monitored.")
    private Set<Way> ways = Way.compared();

    @Option(names = "--parallel", split = ",", description = "How many connections at a time.")
    private List<Integer> parallels = List.of(1, 16, 256, 1_000, 10_000, 100_000);

    @Option(names = "--rounds", description = "How many; default: 5.")
    private int rounds = 5;

    @Option(names = "--warm-up", description = "How many rounds before those; default: 1.")
    private int warmUp = 1;

    @Option(names = "--warm-up-parallel", split = ",",
            description = "How many connections at a time in those; default: the same.")
    private List<Integer> warmUpParallels = List.of();

    @Option(names = "--millis", description = "How long a share of a round lasts at least; default: 3000.")
    private long millis = 3_000;

    @Option(names = "--jvm", split = " ",
            description = "Options of the processes' JVMs, beside the parallel collector; default: huge pages, a young "
                    + "generation of 1 GB, and no list of all threads.")
    private List<String> jvm = JVM;

    @Option(names = "--out", description = "Where the figures go, as CSV; default: lifecycles.csv.")
    private Path out = Path.of("lifecycles.csv");

    private Lifecycles() {}

    /**
     * Measures and prints.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Lifecycles()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        Ratios ratios = new Ratios();
        try (Collector collector = new Collector();
                PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            List<String> options = new ArrayList<>(jvm);
            options.add(collector.option());
            csv.println("way,parallel,round,connections,nanos,client_cpu_nanos,server_cpu_nanos,unreported");
            for (Way way : ways) {
                contestants.add(Contestant.start(way, options));
            }
            for (int round = 1 - warmUp; round <= rounds; round++) {
                for (int parallel : round > 0 || warmUpParallels.isEmpty() ? parallels : warmUpParallels) {
                    for (Contestant contestant : contestants) {
                        if (parallel <= contestant.way().mostParallel()) {
                            play(contestant, new Share(parallel, millis), round, csv, ratios);
                        }
                    }
                }
            }
        } finally {
            for (Contestant contestant : contestants) {
                contestant.close();
            }
        }
        ratios.lines().forEach(IO::println);
        return 0;
    }

    private static void play(Contestant contestant, Share share, int round, PrintWriter csv,
            Ratios ratios) throws IOException {
        Duration client = contestant.client().cpu();
        Duration server = contestant.server().cpu();
        Result result = contestant.play(share);
        client = contestant.client().cpu().minus(client);
        server = contestant.server().cpu().minus(server);
        double perSecond = result.connections() * 1e9 / result.nanos();
        if (round > 0) {
            ratios.add(contestant.way(), share.parallel(), perSecond,
                    (double) client.plus(server).toNanos() / result.connections());
            csv.println(String.join(",", contestant.way().name(), Integer.toString(share.parallel()),
                    Integer.toString(round), Long.toString(result.connections()),
                    Long.toString(result.nanos()), Long.toString(client.toNanos()),
                    Long.toString(server.toNanos()), Long.toString(result.unreported())));
            csv.flush();
        }
        IO.println(String.format(Locale.ROOT,
                "%-20s %,7d at once, round %d: %,9.0f a second, cpu %.1f + %.1f us each%s", contestant.way(),
                share.parallel(), round, perSecond,
                client.toNanos() / 1e3 / result.connections(), server.toNanos() / 1e3 / result.connections(),
                result.unreported() > 0 ? ", " + result.unreported() + " not reported" : ""));
    }
}
