package dev.parkway.service;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A certificate authority of a test's own. */
final class Issuer {

    private final X509Bundle own;

    Issuer(String name) {
        this(name, builder -> builder);
    }

    Issuer(String name, UnaryOperator<CertificateBuilder> more) {
        own = made(() -> more.apply(
                new CertificateBuilder().ecp256().subject("CN=" + name).setIsCertificateAuthority(true))
                .buildSelfSigned());
    }

    /** Returns its own certificate. */
    String pem() {
        return own.getCertificatePEM();
    }

    /** What goes wrong here goes wrong with the test. */
    interface Making<T> {
        T make() throws Exception;
    }

    private static <T> T made(Making<T> making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    X509Bundle issue(String name, UnaryOperator<CertificateBuilder> more) {
        return made(() -> more.apply(new CertificateBuilder().ecp256().subject("CN=" + name))
                .buildIssuedBy(own));
    }

    /** Puts a certificate for this machine and its key into a folder, and this issuer's own. */
    void issueInto(Path folder, String name) {
        X509Bundle bundle = issue(name,
                builder -> builder.addSanDnsName("localhost").addSanDnsName(name + ".test"));
        write(folder.resolve("ca.pem"), pem());
        write(folder.resolve("key.pem"), bundle.getPrivateKeyPEM());
        write(folder.resolve("certificate.pem"), bundle.getCertificatePEM());
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificates of such a folder, for a process that demands its peers' to be by the same issuer. */
    static Certificates load(Path folder) {
        return Certificates.load(true, folder.resolve("certificate.pem").toString(),
                folder.resolve("key.pem").toString(), folder.resolve("ca.pem").toString());
    }
}
