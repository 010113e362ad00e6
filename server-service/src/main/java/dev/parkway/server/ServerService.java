package dev.parkway.server;

import dev.parkway.script.ScenarioFormatException;
import dev.parkway.script.Scenarios;
import dev.parkway.service.AllowList;
import dev.parkway.service.Certificates;
import dev.parkway.service.ExitCode;
import dev.parkway.service.Program;
import dev.parkway.service.ServerNames;
import dev.parkway.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The server's command line: parse, start, say so, wait for the end. */
@Command(name = "server-service", mixinStandardHelpOptions = true, version = "parkway 0.1.0",
        sortOptions = false, usageHelpAutoWidth = true,
        description = "Accepts TCP connections whose two sides step by unpark tokens alone.",
        footer = "%nEvery flag can be set by an environment variable too: --max-sessions by "
                + "PARKWAY_MAX_SESSIONS, and so on. The flag wins.")
public final class ServerService implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServerService.class);

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Creates the command line; its defaults are all in its flags. */
    public ServerService() {}

    /**
     * Runs the server until it is told to end, by SIGTERM or SIGINT.
     *
     * @param arguments flags, see {@code --help}
     */
    public static void main(String... arguments) {
        ServerNames.follow();
        System.exit(Program.run(new ServerService(), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        options.log.apply();
        Scenarios scenarios = scenarios();
        try (Certificates certificates = certificates()) {
            return run(scenarios, certificates);
        }
    }

    private int run(Scenarios scenarios, Certificates certificates) throws InterruptedException {
        ParkwayServer server;
        try {
            server = ParkwayServer.start(options, scenarios, certificates, telemetry());
        } catch (IOException e) {
            log.error("cannot listen on {}", e.getMessage());
            return ExitCode.PORT_TAKEN;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(server::stop));
        if (options.portFile().isPresent()) {
            try {
                tell(options.portFile().get(), server.port());
            } catch (IOException e) {
                log.error("cannot write the port to {}: {}", options.portFile, e.toString());
                return ExitCode.USAGE;
            }
        }
        server.awaitTermination();
        return ExitCode.OK;
    }

    private Scenarios scenarios() {
        try {
            return options.scenarios.known();
        } catch (ScenarioFormatException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read the scenario file: " + e);
        }
    }

    private Telemetry telemetry() throws IOException {
        try {
            return options.telemetry.start("parkway-server", options.host);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private Certificates certificates() {
        try {
            // Refused before anything starts, too.
            AllowList _ = options.page.operators(options.access);
            options.page.check();
            return options.access.certificates(!options.page.servers.isEmpty());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** In one step: whoever waits for the file never reads half of it. */
    private static void tell(Path file, int port) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(half, port + "\n");
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
