package dev.parkway.benchmarks.start;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how long the server takes from the start of its JVM to LISTEN, plain and from an ahead-of-time cache: in
 * each round every way starts once, so that all see the same weather.
 *
 * <p>It does not show a first start, whose files the machine would have to read from its disk; nor how fast the server
 * is right after it.
 */
@Command(name = "starts", mixinStandardHelpOptions = true)
public final class Starts implements Callable<Integer> {

    /** As the images start it, but for the cache. */
    private static final List<String> IMAGE = List.of("-XX:MaxRAMPercentage=50",
            "-XX:+CrashOnOutOfMemoryError");
    private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @Option(names = "--root", required = true, description = "The project's folder, built.")
    private Path root = Path.of("");

    @Option(names = "--rounds", description = "How many; default: 15.")
    private int rounds = 15;

    @Option(names = "--image", description = "Starts it in containers of this image, too.")
    private String image = "";

    @Option(names = "--out", description = "Where the figures go, as CSV; default: start.csv.")
    private Path out = Path.of("start.csv");

    private Starts() {}

    /**
     * Measures and prints.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Starts()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("starts");
        List<Launch> launches = new ArrayList<>(processes(scratch));
        if (!image.isEmpty()) {
            launches.addAll(containers());
        }
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            csv.println("way,round,listen_ns,before_ns");
            // The first round brings the files into memory.
            for (int round = 0; round <= rounds; round++) {
                for (Launch launch : launches) {
                    Launch.Took took = launch.run();
                    if (round > 0) {
                        csv.println(launch.name() + "," + round + "," + took.listen().toNanos() + ","
                                + took.before().toNanos());
                        IO.println(String.format(Locale.ROOT, "%-16s round %d: LISTEN after %d ms",
                                launch.name(),
                                round, took.listen().toMillis()));
                    }
                }
            }
        } finally {
            delete(scratch);
        }
        return 0;
    }

    private List<Launch> processes(Path scratch) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        // A cache is good for the options with which it was made.
        Path simulates = cached(scratch.resolve("simulate"), java, QUICK);
        Path images = cached(scratch.resolve("image"), java, List.of());
        return List.of(Launch.process("PLAIN", java, images, List.of()),
                Launch.process("PLAIN_QUICK", java, images, QUICK),
                Launch.process("SIMULATE", java, simulates, joined(QUICK, cacheOf(simulates))),
                Launch.process("IMAGE_OPTIONS", java, images,
                        joined(IMAGE, joined(cacheOf(images), List.of("-XX:CompileThresholdScaling=3")))));
    }

    /** Returns a copy of the server, beside which is a cache. */
    private Path cached(Path scratch, Path java, List<String> options)
            throws IOException, InterruptedException {
        Path server = copy("server-service", scratch);
        Path client = copy("client-service", scratch);
        Process maker = new ProcessBuilder(joined(
                List.of(root.resolve("deploy/make-aot-caches").toString(), java.toString(), server.toString(),
                        client.toString()),
                options)).inheritIO().start();
        if (maker.waitFor() != 0) {
            throw new IOException("no caches: make-aot-caches ended with " + maker.exitValue());
        }
        return server;
    }

    private static List<String> cacheOf(Path server) {
        // On: rather no start than one without it.
        return List.of("-XX:AOTMode=on", "-XX:AOTCache=" + server.resolveSibling("server-service.aot"));
    }

    /** The jar and its libraries: the caches go beside a copy. */
    private Path copy(String service, Path scratch) throws IOException {
        Path target = root.resolve(service).resolve("target");
        Path folder = scratch.resolve(service);
        Files.createDirectories(folder.resolve("lib"));
        Path jar = folder.resolve(service + ".jar");
        Files.copy(target.resolve(service + ".jar"), jar, StandardCopyOption.COPY_ATTRIBUTES);
        try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                Files.copy(library, folder.resolve("lib").resolve(library.getFileName()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return jar;
    }

    private List<Launch> containers() throws IOException, InterruptedException {
        Process there = new ProcessBuilder("sh", "-c", "docker image inspect \"$0\"", image)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (there.waitFor() != 0) {
            IO.println("SKIPPED containers: there is no engine, or no image " + image
                    + "; docker build --target server-service --tag parkway-server-service . makes it");
            return List.of();
        }
        return List.of(Launch.container("CONTAINER_PLAIN", image,
                joined(IMAGE, List.of("-jar", "/opt/parkway/server-service.jar"))),
                Launch.container("CONTAINER", image, List.of()));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
