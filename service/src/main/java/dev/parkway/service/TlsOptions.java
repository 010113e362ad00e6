package dev.parkway.service;

import java.time.Duration;
import picocli.CommandLine.Option;

/** By which certificate this process is known. */
public final class TlsOptions {

    @Option(names = "--tls-certificate", paramLabel = "FILE",
            defaultValue = "${env:PARKWAY_TLS_CERTIFICATE:-}",
            description = "The certificate that this process shows, PEM, with its chain behind it; a port that it "
                    + "serves is TLS then. Default: none.")
    private String certificate = "";

    @Option(names = "--tls-key", paramLabel = "FILE", defaultValue = "${env:PARKWAY_TLS_KEY:-}",
            description = "The certificate's private key, PEM, PKCS #8, unencrypted. Default: none.")
    private String key = "";

    @Option(names = "--tls-reload", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_TLS_RELOAD:-1m}",
            description = "How often to look whether the files have changed; new connections get the new ones. 0 for "
                    + "never. Default: 1m.")
    private Duration reload = Duration.ofMinutes(1);

    /** Creates the options; picocli does. */
    public TlsOptions() {}

    /** {@return whether this process shows a certificate} */
    public boolean shown() {
        return !certificate.isEmpty();
    }

    /**
     * Reads the files, and anew when they have changed.
     *
     * @param client whether this process as a client speaks TLS
     * @param issuers a file of those whose certificates peers must have; empty for none
     * @return the certificates, which the caller closes
     * @throws IllegalArgumentException if the flags do not go together or a file cannot be used: which, and why
     */
    public Certificates load(boolean client, String issuers) {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException((key.isEmpty() ? "--tls-certificate" : "--tls-key")
                    + " is set alone; allowed are --tls-certificate and --tls-key together, or neither");
        }
        return Certificates.load(client, certificate, key, issuers).lookEvery(reload);
    }
}
