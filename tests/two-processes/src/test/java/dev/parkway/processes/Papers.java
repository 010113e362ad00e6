package dev.parkway.processes;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a process shows of itself: a certificate, its key and who issued it, in files.
 *
 * @param folder where the files are
 */
record Papers(Path folder) {

    /** Somebody who issues certificates. */
    static final class Issuer {

        private final X509Bundle own;

        Issuer(String name) {
            try {
                own = new CertificateBuilder().ecp256().subject("CN=" + name).setIsCertificateAuthority(true)
                        .buildSelfSigned();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        /** Issues papers for a name, which the process of that name shows at a host. */
        Papers issue(Path scratch, String name, String host) {
            return issue(scratch, name, host, Instant.now().plus(Duration.ofDays(1)));
        }

        Papers issueExpired(Path scratch, String name, String host) {
            return issue(scratch, name, host, Instant.now().minus(Duration.ofDays(1)));
        }

        private Papers issue(Path scratch, String name, String host, Instant end) {
            try {
                X509Bundle bundle = new CertificateBuilder().ecp256().subject("CN=" + name)
                        .addSanDnsName(host)
                        .notBefore(end.minus(Duration.ofDays(2))).notAfter(end).buildIssuedBy(own);
                Path folder = Files.createTempDirectory(scratch, name);
                Files.writeString(folder.resolve("ca.pem"), own.getCertificatePEM());
                Files.writeString(folder.resolve("certificate.pem"), bundle.getCertificatePEM());
                Files.writeString(folder.resolve("key.pem"), bundle.getPrivateKeyPEM());
                return new Papers(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The flags that show them. */
    List<String> shown() {
        return List.of("--tls-certificate", file("certificate.pem"), "--tls-key", file("key.pem"));
    }

    /** The file that says who issued them. */
    String issuer() {
        return file("ca.pem");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
