package dev.parkway.service;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TLS stands on, in files that are read anew when they have changed. */
interface PemSource {

    /**
     * Reads the files, and puts what they hold into force for the connections to come.
     *
     * @return whether they have changed
     * @throws IOException if one cannot be read
     * @throws GeneralSecurityException if they cannot be used; what was in force before stays so
     */
    boolean read() throws IOException, GeneralSecurityException;

    /** Returns the certificates of a file, one at least. */
    static X509Certificate[] certificates(Path file, byte[] pem) throws CertificateException {
        X509Certificate[] all;
        try {
            all = CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem));
        } catch (CertificateException | RuntimeException e) {
            throw new CertificateException(file + " holds no certificates; allowed is X.509 as PEM", e);
        }
        if (all.length == 0) {
            throw new CertificateException(file + " holds no certificates; allowed is X.509 as PEM");
        }
        return all;
    }

    /**
     * Logs what is in force from now on.
     *
     * @param file where it stands
     * @param certificate what it is
     * @param expired what is to be said of it once it is past its time
     */
    static void tell(Path file, X509Certificate certificate, String expired) {
        Logger log = LoggerFactory.getLogger(PemSource.class);
        String subject = certificate.getSubjectX500Principal().getName();
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(Instant.now())) {
            log.warn("{}: {} expired at {}: {}", file, subject, end, expired);
        } else {
            log.info("{}: {}, valid until {}", file, subject, end);
        }
    }
}
