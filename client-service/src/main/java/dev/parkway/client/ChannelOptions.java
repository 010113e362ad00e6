package dev.parkway.client;

import dev.parkway.service.Certificates;
import dev.parkway.service.TlsOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server to trust, and how to be known to it. */
final class ChannelOptions {

    @Option(names = "--tls", defaultValue = "${env:PARKWAY_TLS:-false}",
            description = "Speak TLS, and trust a server whose certificate this system trusts. Default: plaintext.")
    private boolean tls;

    @Option(names = "--tls-ca", paramLabel = "FILE", defaultValue = "${env:PARKWAY_TLS_CA:-}",
            description = "Speak TLS, and trust a server whose certificate is by one of these issuers, PEM. With a "
                    + "certificate of its own, this side's inspection asks its callers for theirs. "
                    + "Default: those that the system trusts.")
    private String issuers = "";

    @Option(names = "--tls-server-name", paramLabel = "NAME",
            defaultValue = "${env:PARKWAY_TLS_SERVER_NAME:-}",
            description = "The name that the server's certificate must have. Default: the host in --server.")
    private String serverName = "";

    @Mixin
    private TlsOptions own = new TlsOptions();

    private boolean wanted() {
        return tls || !issuers.isEmpty();
    }

    /** Returns whether callers of this process's own port must show a certificate. */
    boolean mutual() {
        return own.shown() && !issuers.isEmpty();
    }

    /** Returns the name that the server must have; empty for the one at which it is dialled. */
    String serverName() {
        return serverName;
    }

    /**
     * Reads the certificates.
     *
     * @throws IllegalArgumentException if flags do not go together or a file cannot be used: which, and why
     */
    Certificates certificates() {
        if (!wanted() && (own.shown() || !serverName.isEmpty())) {
            throw new IllegalArgumentException((own.shown() ? "--tls-certificate" : "--tls-server-name")
                    + " is set without TLS; allowed is it with --tls or --tls-ca");
        }
        return own.load(wanted(), issuers);
    }
}
