package dev.parkway.benchmarks.lifecycles;

import dev.parkway.benchmarks.process.Child;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Says where the processor time of connections goes on either side, by samples that the flight recorder takes per
 * thread and processor time. They are of threads that run Java or what it calls: the compilers' and the garbage
 * collector's are not among them. Linux only; elsewhere, and with too short a time, there are no samples.
 */
@Command(name = "profile", mixinStandardHelpOptions = true)
public final class Profile implements Callable<Integer> {

    private static final String SAMPLE = "jdk.CPUTimeSample";

    @Option(names = "--way", description = "Which; default: PARKWAY_BARE.")
    private Way way = Way.PARKWAY_BARE;

    @Option(names = "--parallel", description = "How many connections at a time; default: 1000.")
    private int parallel = 1_000;

    @Option(names = "--rounds", description = "How many; default: 5.")
    private int rounds = 5;

    @Option(names = "--warm-up", description = "How many rounds before those; default: 6.")
    private int warmUp = 6;

    @Option(names = "--millis", description = "How long a round lasts at least; default: 3000.")
    private long millis = 3_000;

    @Option(names = "--out", description = "Where the figures go, as CSV; default: profile.csv.")
    private Path out = Path.of("profile.csv");

    private Profile() {}

    /**
     * Measures and prints.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Profile()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path recordings = Files.createDirectories(out.toAbsolutePath().resolveSibling("recordings"));
        List<String> options = new ArrayList<>(Lifecycles.JVM);
        options.addAll(List.of("-Xlog:disable", "-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints",
                "-XX:StartFlightRecording=settings=none,filename=" + recordings + "/%p.jfr,+" + SAMPLE
                        + "#enabled=true,+" + SAMPLE + "#stackTrace=true,+" + SAMPLE + "#throttle=5ms"));
        Contestant contestant = Contestant.start(way, options);
        List<Instant> begun = new ArrayList<>();
        try {
            for (int round = 1 - warmUp; round <= rounds; round++) {
                if (round > 0) {
                    begun.add(Instant.now());
                }
                Result _ = contestant.play(new Share(parallel, millis));
            }
        } finally {
            contestant.close();
        }
        List<Map<Where, Double>> client = shares(recording(recordings, contestant.client()), begun);
        List<Map<Where, Double>> server = shares(recording(recordings, contestant.server()), begun);
        if (Stream.of(client, server).flatMap(List::stream).anyMatch(Map::isEmpty)) {
            IO.println("NO SAMPLES in some rounds: too short, or not on Linux");
        }
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            csv.println("where,round,client_percent,server_percent");
            for (int round = 0; round < rounds; round++) {
                for (Where where : Where.values()) {
                    double clients = client.get(round).getOrDefault(where, 0.0);
                    double servers = server.get(round).getOrDefault(where, 0.0);
                    csv.println(where + "," + (round + 1) + "," + clients + "," + servers);
                    IO.println(String.format(Locale.ROOT, "round %d: client %4.1f %%, server %4.1f %%: %s",
                            round + 1,
                            clients, servers, where));
                }
            }
        }
        return 0;
    }

    private static Path recording(Path folder, Child side) {
        return folder.resolve(side.pid() + ".jfr");
    }

    /** Of each round, how many percent of the samples are whose. */
    private static List<Map<Where, Double>> shares(Path recording, List<Instant> begun) throws IOException {
        List<Map<Where, Double>> counts = new ArrayList<>();
        begun.forEach(_ -> counts.add(new EnumMap<>(Where.class)));
        for (RecordedEvent sample : RecordingFile.readAllEvents(recording)) {
            int round = (int) begun.stream().filter(sample.getStartTime()::isAfter).count() - 1;
            if (round >= 0 && sample.getEventType().getName().equals(SAMPLE)
                    && sample.getStackTrace() != null) {
                counts.get(round).merge(Where.of(sample.getStackTrace().getFrames()), 1.0, Double::sum);
            }
        }
        for (Map<Where, Double> count : counts) {
            double all = count.values().stream().mapToDouble(Double::doubleValue).sum();
            count.replaceAll((_, samples) -> 100 * samples / all);
        }
        return counts;
    }
}
