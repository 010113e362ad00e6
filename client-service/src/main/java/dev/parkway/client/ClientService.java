package dev.parkway.client;

import dev.parkway.script.Scenario;
import dev.parkway.service.Certificates;
import dev.parkway.service.ExitCode;
import dev.parkway.service.Program;
import dev.parkway.service.ServerNames;
import dev.parkway.telemetry.Telemetry;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The client's command line: parse, connect, run the connections, say how they ended. */
@Command(name = "client-service", mixinStandardHelpOptions = true, version = "parkway 0.1.0",
        sortOptions = false, usageHelpAutoWidth = true,
        subcommands = {ScenariosCommand.class, TraceCommand.class, WatchCommand.class, SummaryCommand.class,
                DiagramCommand.class},
        description = "Opens TCP connections whose two sides step by unpark tokens alone.", footer = {
                "%nEvery flag but --in-process can be set by an environment variable too: --connect-timeout by "
                        + "PARKWAY_CONNECT_TIMEOUT, and so on. The flag wins.",
                "%nExit codes: 0 every connection ended as its script says; 1 at least one did not; 2 a value "
                        + "is not allowed; 3 the server was not there in time; 4 the server refused the session; "
                        + "5 the inspection port is taken; 6 the two sides did not come to terms over TLS."})
public final class ClientService implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ClientService.class);

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Creates the command line; its defaults are all in its flags. */
    public ClientService() {}

    /**
     * Runs the connections.
     *
     * @param arguments flags, see {@code --help}
     */
    public static void main(String... arguments) {
        ServerNames.follow();
        System.exit(Program.run(new ClientService(), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        options.log.apply();
        Scenario scenario = scenarios().choose(options.scenario, options.profile);
        if (options.inProcess) {
            return new LocalRun(options, scenario).run();
        }
        if (!options.waitDeadline.isZero() && options.hold.compareTo(options.waitDeadline) >= 0) {
            throw scenarios().mistake("--hold is " + options.hold.toMillis() + " ms; allowed is less than "
                    + "--wait-deadline, " + options.waitDeadline.toMillis() + " ms, or any with that at 0");
        }
        if (!options.waitDeadline.isZero()
                && options.waitDeadline.compareTo(options.keepAlive.total()) <= 0) {
            throw scenarios().mistake(
                    "--wait-deadline is " + options.waitDeadline.toMillis() + " ms; allowed are 0 or more "
                            + "than keepalive time, timeout and linger together, "
                            + options.keepAlive.total().toMillis() + " ms");
        }
        try (Certificates certificates = certificates()) {
            return run(scenario, certificates);
        }
    }

    private int run(Scenario scenario, Certificates certificates) throws InterruptedException {
        Inspection inspection;
        Telemetry telemetry;
        try {
            telemetry = telemetry();
            inspection = Inspection.start(options, scenarios().known(), certificates, telemetry);
        } catch (IOException e) {
            log.error("cannot listen on {}", e.getMessage());
            return ExitCode.PORT_TAKEN;
        }
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("inspection").unstarted(inspection::stop));
        int code = new RemoteRun(options, scenario, inspection.journal(), certificates, telemetry).run();
        if (options.stay) {
            log.info("staying, though all is done, until told to end");
            inspection.stay();
        }
        telemetry.close();
        return code;
    }

    private NamedScenarios scenarios() {
        return new NamedScenarios(options.scenarios, spec);
    }

    private Telemetry telemetry() throws IOException {
        try {
            return options.telemetry.start("parkway-client", options.inspectionHost);
        } catch (IllegalArgumentException e) {
            throw scenarios().mistake(String.valueOf(e.getMessage()));
        }
    }

    private Certificates certificates() {
        try {
            return options.certificates();
        } catch (IllegalArgumentException e) {
            throw scenarios().mistake(String.valueOf(e.getMessage()));
        }
    }
}
