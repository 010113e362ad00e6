package dev.parkway.service;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why two processes did not come to terms over TLS. Time alone changes none of them. */
public enum TlsTrouble {
    /** What the peer sends is not TLS. */
    NOT_TLS("it does not speak TLS, and this side does"),
    /** A client has no certificate to show. */
    NO_CERTIFICATE("it shows no certificate, and must show one"),
    /** The peer's certificate is past its time, or before. */
    NOT_VALID_NOW("its certificate is not valid now"),
    /** The peer's certificate is for another host. */
    OTHER_NAME("its certificate is for another name"),
    /** The peer's certificate descends from nobody who is trusted. */
    NOT_TRUSTED("its certificate is by none of the issuers that are trusted here"),
    /** The peer asks for a certificate and got none. */
    ASKED_FOR_CERTIFICATE(
            "it asks for a certificate of this side: set --tls-certificate and --tls-key"),
    /** The peer says that what it got is past its time, or before. */
    OWN_NOT_VALID_NOW("it says that the certificate of this side is not valid now"),
    /** The peer gave up and says nothing that would be clearer; its own log does. */
    GIVEN_UP("it gave the handshake up, as one does that does not trust the certificate of this side");

    private final String text;

    TlsTrouble(String text) {
        this.text = text;
    }

    /**
     * Reads what went wrong from what gRPC or netty threw. The words are those of both of netty's TLS providers.
     *
     * @param failure with its causes
     * @return the trouble; nothing if the failure is of another kind, a broken network among them
     */
    public static Optional<TlsTrouble> of(Throwable failure) {
        Optional<TlsTrouble> found = Optional.empty();
        // The innermost that says something says it most clearly.
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Optional<TlsTrouble> here = here(each);
            found = here.isPresent() ? here : found;
        }
        return found;
    }

    private static Optional<TlsTrouble> here(Throwable failure) {
        return switch (failure) {
            case CertificateExpiredException _ -> Optional.of(NOT_VALID_NOW);
            case CertificateNotYetValidException _ -> Optional.of(NOT_VALID_NOW);
            case CertPathValidatorException _ -> Optional.of(NOT_TRUSTED);
            case CertPathBuilderException _ -> Optional.of(NOT_TRUSTED);
            case CertificateException e -> Optional.of(words(e).startsWith("no subject alternative")
                    || words(e).startsWith("no name matching") ? OTHER_NAME : NOT_TRUSTED);
            case SSLException e -> said(words(e));
            default -> Optional.empty();
        };
    }

    private static Optional<TlsTrouble> said(String words) {
        if (words.startsWith("not an ssl/tls record")
                || words.contains("unsupported or unrecognized ssl message")) {
            return Optional.of(NOT_TLS);
        }
        if (words.contains("did not return a certificate")
                || words.contains("empty client certificate chain")) {
            return Optional.of(NO_CERTIFICATE);
        }
        if (!words.contains("alert")) {
            return Optional.empty();
        }
        if (words.contains("certificate required")) {
            return Optional.of(ASKED_FOR_CERTIFICATE);
        }
        return Optional.of(words.contains("certificate expired") ? OWN_NOT_VALID_NOW : GIVEN_UP);
    }

    private static String words(Throwable failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns what to log after the peer's name, as in {@code it does not speak TLS, and this side does}. */
    @Override
    public String toString() {
        return text;
    }
}
