package dev.parkway.benchmarks.scale;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what connections cost the services, over one to four servers of one name, and makes a model of it: processor
 * time for each connection that runs through and for each turn, memory for each that is held. The model is then held
 * against runs that it was not made from.
 *
 * <p>It does not show a network, nor what several servers can do beside each other: they share this machine's cores, and
 * so processor time is what is counted, and not connections a second.
 */
@Command(name = "scale", mixinStandardHelpOptions = true)
public final class Scale implements Callable<Integer> {

    private static final int WARM_UP = 2;

    @Option(names = "--root", description = "Where the services are built; default: the folder above.")
    private Path root = Path.of("..", "..");

    @Option(names = "--connections", description = "How many run for each server; default: 20000.")
    private int connections = 20_000;

    @Option(names = "--held",
            description = "How many are held for each server, well below the 10000 that its journal keeps, since some get a few "
                    + "more than others; default: 8000.")
    private int held = 8_000;

    @Option(names = "--hold",
            description = "Seconds for which each is held; default: 40. All must be open before "
                    + "the first one closes.")
    private int hold = 40;

    @Option(names = "--most-servers",
            description = "Up to how many servers, 3 of which are predicted; default: 4.")
    private int mostServers = 4;

    @Option(names = "--repeat", description = "How often each trial is made; default: 3.")
    private int repeat = 3;

    @Option(names = "--fit-only", description = "Make no measurements, and read those that --out has.")
    private boolean fitOnly;

    @Option(names = "--out", description = "Where the figures go, as CSV; default: scale.csv.")
    private Path out = Path.of("scale.csv");

    private Scale() {}

    /**
     * Measures, fits and checks.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Scale()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!fitOnly) {
            measure();
        }
        List<Trial> trials = Files.readAllLines(out).stream().skip(1).map(Trial::parse).toList();
        List<Trial> run = trials.stream().filter(each -> each.held() == 0).toList();
        report("server: us a connection, us a turn", run, each -> each.serverCpuNanos() / 1e3,
                List.of(Trial::connections, Trial::turns));
        report("client: us a connection, us a turn, us to start", run, each -> each.clientCpuNanos() / 1e3,
                List.of(Trial::connections, Trial::turns, _ -> 1));
        report("server: bytes a connection held, bytes besides",
                trials.stream().filter(each -> each.held() > 0).toList(), Trial::serverBytes,
                List.of(Trial::held, Trial::servers));
        return 0;
    }

    private void measure() throws IOException, InterruptedException {
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(out))) {
            csv.println(Trial.HEADER);
            for (int round = 0; round < repeat; round++) {
                for (int servers = 1; servers <= mostServers; servers++) {
                    // Three servers are what the model is not made from, and is to predict.
                    String role = servers == 3 ? Trial.CHECK : Trial.FIT;
                    try (Deployed deployed = Deployed.start(root, servers)) {
                        measure(deployed, role, servers, csv);
                    }
                }
            }
        }
    }

    private void measure(Deployed deployed, String role, int servers, PrintWriter csv)
            throws IOException, InterruptedException {
        int all = connections * servers;
        // What is slow is the beginning, which is not what is asked for; and every server has one of its own.
        for (int time = 0; time < WARM_UP; time++) {
            Trial _ = deployed.run(role, 2 * all, Deployed.MORE);
        }
        tell(csv, deployed.run(role, all, 0));
        tell(csv, deployed.run(role, all, Deployed.MORE));
        tell(csv, deployed.run(role, all / 2, Deployed.MORE));
        Duration time = Duration.ofSeconds(hold);
        tell(csv, deployed.hold(role, held * servers, time));
        tell(csv, deployed.hold(role, held * servers / 2, time));
    }

    private static void tell(PrintWriter csv, Trial trial) {
        csv.println(trial);
        csv.flush();
        IO.println(trial);
    }

    private static void report(String what, List<Trial> trials, ToDoubleFunction<Trial> value,
            List<ToDoubleFunction<Trial>> causes) {
        LeastSquares model = LeastSquares.fit(
                trials.stream().filter(each -> each.role().equals(Trial.FIT)).toList(), value, causes);
        List<String> coefficients = new ArrayList<>();
        for (double each : model.coefficients()) {
            coefficients.add(String.format(Locale.ROOT, "%.2f", each));
        }
        IO.println(what + ": " + String.join(", ", coefficients));
        for (Trial trial : trials) {
            if (trial.role().equals(Trial.CHECK)) {
                double measured = value.applyAsDouble(trial);
                IO.println(String.format(Locale.ROOT,
                        "  not fitted, %d servers: measured %,.0f, predicted %,.0f, %+.0f %%",
                        trial.servers(), measured, model.predict(trial),
                        100 * (model.predict(trial) / measured - 1)));
            }
        }
    }
}
