package dev.parkway.benchmarks.lifecycles;

import dev.parkway.benchmarks.process.Child;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what connections cost: what is alive for one that is held ESTABLISHED, on each side; what it takes to
 * open and to close them all; how much processor time they take while nothing happens; and how much garbage a
 * connection leaves that runs through.
 *
 * <p>What is alive is what a collection leaves, less what was there before; stacks of virtual threads are told
 * apart. Both sides keep the records of the last 10,000 connections, besides those that are open; so the smaller
 * the number, the more of that is counted. It does not show what the kernel and the collector keep beside the heap.
 */
@Command(name = "holding", mixinStandardHelpOptions = true)
public final class Holding implements Callable<Integer> {

    private static final int PARALLEL = 1_000;
    private static final int TURNS = ParkwayServing.SCENARIO.client().awaits()
            + ParkwayServing.SCENARIO.server().awaits();

    @Option(names = "--connections", split = ",", description = "How many are held; default: 100000.")
    private List<Integer> counts = List.of(100_000);

    @Option(names = "--hold",
            description = "Seconds for which each is held; default: 60. All must be open before "
                    + "the first one closes.")
    private long holdSeconds = 60;

    @Option(names = "--idle",
            description = "Seconds for which the idle cost is watched, and as many before; default: 5.")
    private long idleSeconds = 5;

    @Option(names = "--garbage-millis", description = "How long connections run through; default: 3000.")
    private long garbageMillis = 3_000;

    @Option(names = "--jvm", split = " ", description = "Further options of the processes' JVMs.")
    private List<String> jvm = List.of();

    @Option(names = "--out", description = "Where the figures go, as CSV; default: holding.csv.")
    private Path out = Path.of("holding.csv");

    @Option(names = "--rounds",
            description = "How many times each number is opened, by new processes; default: 1.")
    private int rounds = 1;

    private Holding() {}

    /**
     * Measures and prints.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Holding()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            csv.println(
                    "connections,client_bytes,client_stack_bytes,server_bytes,server_stack_bytes,open_nanos,"
                            + "close_nanos,idle_cpu_nanos_per_second");
            for (int round = 0; round < rounds; round++) {
                for (int count : counts) {
                    Contestant sides = Contestant.start(Way.PARKWAY_HELD, jvm);
                    try {
                        hold(sides, count, csv);
                    } finally {
                        sides.close();
                    }
                }
            }
        }
        Contestant sides = Contestant.start(Way.PARKWAY, jvm);
        try {
            garbage(sides, out.resolveSibling("garbage.csv"));
        } finally {
            sides.close();
        }
        return 0;
    }

    private void hold(Contestant sides, int count, PrintWriter csv) throws IOException, InterruptedException {
        // A few run through first: what a side has once is then there.
        Result _ = sides.play(new Share(100, 0));
        Memory client = memory(sides.client());
        Memory server = memory(sides.server());
        long openNanos = Long.parseLong(sides.client().ask(HeldOpening.open(count, holdSeconds)));
        client = memory(sides.client()).minus(client);
        server = memory(sides.server()).minus(server);
        // Once more before that: what opening has left to be done, the collectors' work above all, is no cost of idling.
        Thread.sleep(Duration.ofSeconds(idleSeconds));
        Duration cpu = sides.client().cpu().plus(sides.server().cpu());
        Thread.sleep(Duration.ofSeconds(idleSeconds));
        long idle = sides.client().cpu().plus(sides.server().cpu()).minus(cpu).toNanos()
                / Math.max(1, idleSeconds);
        long closeNanos = Long.parseLong(sides.client().ask(HeldOpening.CLOSED));
        csv.println(count + "," + client.bytes() + "," + client.stackBytes() + "," + server.bytes() + ","
                + server.stackBytes() + "," + openNanos + "," + closeNanos + "," + idle);
        csv.flush();
        IO.println(String.format(Locale.ROOT,
                "%,d held: client %,d bytes each and a stack of %,d, server %,d and "
                        + "%,d; opened in %.1f s, closed in %.1f s; idle %.3f %% of a core",
                count,
                (client.bytes() - client.stackBytes()) / count, client.stackBytes() / count,
                (server.bytes() - server.stackBytes()) / count, server.stackBytes() / count, openNanos / 1e9,
                closeNanos / 1e9, idle / 1e7));
    }

    private void garbage(Contestant sides, Path file) throws IOException {
        Share share = new Share(PARALLEL, garbageMillis);
        Result _ = sides.play(share);
        long client = allocated(sides.client());
        long server = allocated(sides.server());
        long connections = sides.play(share).connections();
        client = allocated(sides.client()) - client;
        server = allocated(sides.server()) - server;
        Files.writeString(file, "turns,client_bytes,server_bytes\n" + TURNS + "," + client / connections + ","
                + server / connections + "\n");
        IO.println(String.format(Locale.ROOT,
                "garbage of a connection from CLOSED to CLOSED, %d turns: client %,d "
                        + "bytes, server %,d",
                TURNS, client / connections, server / connections));
    }

    private static Memory memory(Child side) throws IOException {
        return Memory.parse(side.ask(Memory.QUESTION));
    }

    private static long allocated(Child side) throws IOException {
        return Long.parseLong(side.ask(Questions.ALLOCATED));
    }
}
