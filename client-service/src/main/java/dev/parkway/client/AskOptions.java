package dev.parkway.client;

import dev.parkway.service.Certificates;
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
     * Finds the servers; who asks closes them.
     *
     * @throws ParameterException if flags do not go together, or {@code --server} is no target
     * @throws io.grpc.StatusRuntimeException if nobody can say who bears the name
     */
    AskedServers servers(CommandSpec spec) throws InterruptedException {
        Certificates certificates = certificates(spec);
        boolean found = false;
        try {
            AskedServers servers = new AskedServers(server, channel, certificates);
            found = true;
            return servers;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "cannot read --server '" + server + "': "
                    + e.getMessage() + "; allowed are HOST:PORT and what gRPC calls a target", e);
        } finally {
            if (!found) {
                certificates.close();
            }
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
