package dev.parkway.client;

import dev.parkway.control.Failure;
import dev.parkway.service.Certificates;
import dev.parkway.service.ExitCode;
import dev.parkway.service.NamedServers;
import io.grpc.StatusRuntimeException;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whom a command asks. */
final class AskOptions {

    @Option(names = "--server", paramLabel = "HOST:PORT",
            defaultValue = "${env:PARKWAY_SERVER:-localhost:50051}",
            description = "Whom to ask: every server that the name resolves to. Default: localhost:50051.")
    private String server = "";

    @Mixin
    private ChannelOptions channel = new ChannelOptions();

    /**
     * Finds the servers and asks them.
     *
     * @param question what; returns the exit code
     * @return the exit code
     * @throws ParameterException if flags do not go together, or {@code --server} is no target
     */
    int ask(CommandSpec spec, ToIntFunction<AskedServers> question) throws InterruptedException {
        try (Certificates certificates = certificates(spec);
                NamedServers named = NamedServers.of(server, channel.serverName(), certificates)) {
            return question.applyAsInt(servers(named, spec));
        } catch (StatusRuntimeException e) {
            spec.commandLine().getErr().println(Failure.text(e));
            return ExitCode.SERVER_NOT_THERE;
        }
    }

    private AskedServers servers(NamedServers named, CommandSpec spec) throws InterruptedException {
        try {
            return new AskedServers(named);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "cannot read --server '" + server + "': "
                    + e.getMessage() + "; allowed are HOST:PORT and what gRPC calls a target", e);
        }
    }

    private Certificates certificates(CommandSpec spec) {
        try {
            return channel.certificates();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
