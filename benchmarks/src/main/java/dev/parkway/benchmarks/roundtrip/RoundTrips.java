package dev.parkway.benchmarks.roundtrip;

import dev.parkway.benchmarks.process.Child;
import dev.parkway.benchmarks.process.Sleeps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a turn to another process and back, in several ways side by side: in each round every way has its
 * share, so that all see the same weather. Both processes are on this machine, each way has a thread that waits
 * at either end, and a round trip is two turns.
 *
 * <p>It does not show a network, nor what a turn costs while others are under way, nor a first turn: every way
 * has warmed up.
 */
@Command(name = "round-trips", mixinStandardHelpOptions = true)
public final class RoundTrips implements Callable<Integer> {

    private static final double[] PERCENTILES = {50, 99, 99.9};

    @Option(names = "--ways", split = ",", description = "Which; default: all.")
    private Set<Way> ways = EnumSet.allOf(Way.class);

    @Option(names = "--threads", split = ",", description = "Which kinds of thread; default: all.")
    private Set<Threads> kinds = EnumSet.allOf(Threads.class);

    @Option(names = "--rounds", description = "How many; default: 5.")
    private int rounds = 5;

    @Option(names = "--warm-up", description = "How many rounds before those; default: 1.")
    private int warmUp = 1;

    @Option(names = "--millis", description = "How long each share of a round lasts; default: 1500.")
    private long millis = 1_500;

    @Option(names = "--out", description = "Where the figures go, as CSV; default: round-trips.csv.")
    private Path out = Path.of("round-trips.csv");

    private record Contestant(Way way, Threads threads, Child answerer, Asker asker,
            Optional<Broker> broker) {

        /** How often the threads of both processes have gone to sleep so far. */
        Sleeps sleeps() throws IOException {
            return Sleeps.of(answerer.pid(), ProcessHandle.current().pid());
        }

        void close() throws IOException {
            // First: it would complain of an asker that goes.
            answerer.close();
            asker.close();
            broker.ifPresent(Broker::close);
        }
    }

    /**
     * A share of a round.
     *
     * @param histogram how long trips have taken, in nanoseconds
     * @param sleeps how often a thread of both processes has gone to sleep
     */
    private record Played(Histogram histogram, long sleeps) {}

    private RoundTrips() {}

    /**
     * Measures and prints.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new RoundTrips()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Contestant> contestants = new ArrayList<>();
        Path scratch = Files.createTempDirectory("round-trips");
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            csv.println("way,threads,round,trips,p50_ns,p99_ns,p999_ns,sleeps");
            for (Threads threads : kinds) {
                for (Way way : ways) {
                    enter(way, threads, scratch).ifPresent(contestants::add);
                }
            }
            for (int round = 1 - warmUp; round <= rounds; round++) {
                for (Contestant contestant : contestants) {
                    Played played = play(contestant);
                    if (round > 0) {
                        report(contestant, round, played, csv);
                    }
                }
            }
        } finally {
            for (Contestant contestant : contestants) {
                contestant.close();
            }
        }
        return 0;
    }

    private static Optional<Contestant> enter(Way way, Threads threads, Path scratch) throws Exception {
        Optional<Broker> broker = Optional.empty();
        if (way.brokered()) {
            broker = Broker.start(way, scratch);
            if (broker.isEmpty()) {
                return Optional.empty();
            }
        }
        Child answerer = Child.java(Answerer.class, way.name(), threads.name(),
                broker.map(Broker::address).orElse(""));
        return Optional.of(
                new Contestant(way, threads, answerer, way.ask(threads, answerer.firstLine()), broker));
    }

    private Played play(Contestant contestant) throws InterruptedException, ExecutionException {
        FutureTask<Played> task = new FutureTask<>(() -> {
            Histogram histogram = new Histogram(3);
            Sleeps before = contestant.sleeps();
            long endNanos = System.nanoTime() + Duration.ofMillis(millis).toNanos();
            long begun = System.nanoTime();
            while (endNanos - begun > 0) {
                contestant.asker().roundTrip();
                long ended = System.nanoTime();
                histogram.recordValue(ended - begun);
                begun = ended;
            }
            // Before this thread ends, whose sleeps would not be told any more.
            return new Played(histogram, contestant.sleeps().since(before));
        });
        Thread _ = contestant.threads().start("asker", task);
        return task.get();
    }

    private static void report(Contestant contestant, int round, Played played, PrintWriter csv) {
        Histogram histogram = played.histogram();
        StringBuilder line = new StringBuilder();
        line.append(contestant.way()).append(',').append(contestant.threads()).append(',').append(round)
                .append(',').append(histogram.getTotalCount());
        StringBuilder told = new StringBuilder();
        for (double percentile : PERCENTILES) {
            long nanos = histogram.getValueAtPercentile(percentile);
            line.append(',').append(nanos);
            told.append(String.format(Locale.ROOT, " p%s %.1f us", percentile, nanos / 1e3));
        }
        csv.println(line.append(',').append(played.sleeps()));
        IO.println(String.format(Locale.ROOT, "%-9s %-8s round %d: %,9d trips,%s, %.1f sleeps each",
                contestant.way(), contestant.threads(), round, histogram.getTotalCount(), told,
                (double) played.sleeps() / histogram.getTotalCount()));
    }
}
