package dev.parkway.control;

import io.grpc.Grpc;
import io.grpc.ServerCall;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Who calls, by the certificate that the caller proved to hold when its connection was made. Two are equal if
 * they name the same subject in the same way: a certificate that was renewed is the same peer's.
 *
 * @param subject the certificate's whole subject, as in {@code CN=client-service}
 * @param names what it may be called: the subject's common name, then its DNS and URI names
 */
public record PeerIdentity(String subject, List<String> names) {

    /** Whoever has shown no certificate. */
    public static final PeerIdentity UNKNOWN = new PeerIdentity("", List.of());

    private static final int DNS_NAME = 2;
    private static final int URI_NAME = 6;

    /**
     * Creates an identity.
     *
     * @param subject the certificate's whole subject
     * @param names each once
     */
    public PeerIdentity {
        names = List.copyOf(names);
    }

    /**
     * Reads it from a call. The connection's handshake has verified the certificate; nothing is verified here.
     *
     * @param call as an interceptor gets it
     * @return who calls; nobody over plaintext, in process, or if the server asked for no certificate
     */
    public static Optional<PeerIdentity> of(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf
                    ? Optional.of(of(leaf)) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            // TLS, and the client had no certificate to show.
            return Optional.empty();
        }
    }

    /**
     * Reads it from a certificate.
     *
     * @param certificate the peer's own, not one of its issuers
     * @return whose it is
     */
    public static PeerIdentity of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        Set<String> names = new LinkedHashSet<>(commonNames(subject));
        names.addAll(alternativeNames(certificate));
        return new PeerIdentity(subject, List.copyOf(names));
    }

    private static List<String> commonNames(String subject) {
        List<String> names = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    names.add(name);
                }
            }
        } catch (InvalidNameException e) {
            // A subject that cannot be read names nobody.
            return List.of();
        }
        return names;
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            // Each a type and a value; null if there are none.
            for (List<?> each : Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(),
                    List.<List<?>>of())) {
                boolean told = each.getFirst() instanceof Integer type
                        && (type == DNS_NAME || type == URI_NAME);
                if (told && each.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        } catch (CertificateParsingException e) {
            // The same for other names that cannot be read.
            return List.of();
        }
        return names;
    }

    @Override
    public String toString() {
        return names.isEmpty() ? subject : String.join(", ", names);
    }
}
