package dev.parkway.service;

import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.TrustManager;

/** Whose certificates the peer's own must descend from, in a file that may be replaced while it is in use. */
final class IssuerFile implements PemSource {

    private final Path file;
    private final AdvancedTlsX509TrustManager manager;
    // Written by one thread at a time: the one that loads, then the one that looks again.
    private byte[] read = {};

    IssuerFile(Path file) {
        this.file = file;
        try {
            manager = AdvancedTlsX509TrustManager.newBuilder().build();
        } catch (CertificateException e) {
            throw new IllegalStateException("none has been read yet", e);
        }
    }

    TrustManager manager() {
        return manager;
    }

    @Override
    public boolean read() throws IOException, GeneralSecurityException {
        byte[] now = Files.readAllBytes(file);
        if (Arrays.equals(now, read)) {
            return false;
        }
        X509Certificate[] issuers = PemSource.certificates(file, now);
        manager.updateTrustCredentials(issuers);
        read = now;
        for (X509Certificate each : issuers) {
            // Peers never see it: what descends from it is judged here.
            PemSource.tell(file, each, "it should not be trusted any more");
        }
        return true;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
