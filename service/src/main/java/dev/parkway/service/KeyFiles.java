package dev.parkway.service;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;

/** A certificate with its chain, and its private key, in two files that may be replaced while they are in use. */
final class KeyFiles implements PemSource {

    private static final byte[] PROBE = {1};

    private final Path certificate;
    private final Path key;
    private final AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
    // Both written by one thread at a time: the one that loads, then the one that looks again.
    private byte[] certificateRead = {};
    private byte[] keyRead = {};

    KeyFiles(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    KeyManager manager() {
        return manager;
    }

    @Override
    public boolean read() throws IOException, GeneralSecurityException {
        byte[] certificateNow = Files.readAllBytes(certificate);
        byte[] keyNow = Files.readAllBytes(key);
        // By their contents: a time stamp may be too coarse, and links are swapped under a name.
        if (Arrays.equals(certificateNow, certificateRead) && Arrays.equals(keyNow, keyRead)) {
            return false;
        }
        X509Certificate[] chain = PemSource.certificates(certificate, certificateNow);
        PrivateKey secret = secret(keyNow);
        checkBelongs(chain[0].getPublicKey(), secret);
        manager.updateIdentityCredentials(chain, secret);
        certificateRead = certificateNow;
        keyRead = keyNow;
        PemSource.tell(certificate, chain[0], "peers will refuse it");
        return true;
    }

    private PrivateKey secret(byte[] pem) throws IOException, GeneralSecurityException {
        try {
            return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // Whatever is wrong with it: its contents are not for a log.
            throw new InvalidKeyException(key + " is no private key; allowed is PKCS #8 as PEM, unencrypted",
                    e);
        }
    }

    /** Two files are not replaced at once: one that is new beside one that is old is not for use. */
    private void checkBelongs(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        String algorithm = switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> secret.getAlgorithm();
        };
        boolean belongs;
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            signing.initVerify(open);
            signing.update(PROBE);
            belongs = signing.verify(signature);
        } catch (InvalidKeyException e) {
            // Not even of one kind.
            belongs = false;
        }
        if (!belongs) {
            throw new CertificateException(key + " is not the key of the certificate in " + certificate);
        }
    }

    @Override
    public String toString() {
        return certificate + " and " + key;
    }
}
