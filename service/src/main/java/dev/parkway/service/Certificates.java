package dev.parkway.service;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates by which this process is known and by which it knows its peers; none mean plaintext. Files
 * that change are read anew: connections that are there keep what they were made with, new ones get the new.
 */
public final class Certificates implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    private final boolean tls;
    private final Optional<KeyFiles> own;
    private final Optional<IssuerFile> issuers;
    private final List<PemSource> sources;
    private final ScheduledExecutorService looking;

    private Certificates(boolean tls, Optional<KeyFiles> own, Optional<IssuerFile> issuers) {
        this.tls = tls;
        this.own = own;
        this.issuers = issuers;
        sources = Stream.of(own, issuers).<PemSource>flatMap(Optional::stream).toList();
        // Starts no thread before it has something to do.
        looking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("certificates").factory());
    }

    /**
     * Reads the files; an empty name stands for none.
     *
     * @param tls whether this process as a client speaks TLS
     * @param certificate what this process shows of itself; with it, it speaks TLS as a server
     * @param key the certificate's
     * @param issuers whose certificates peers must have; without, a client takes those that the system trusts,
     *        and a server asks for none
     * @return the certificates, in force
     * @throws IllegalArgumentException if a file cannot be read or used: which, and why
     */
    static Certificates load(boolean tls, String certificate, String key, String issuers) {
        Certificates certificates = new Certificates(tls,
                certificate.isEmpty() ? Optional.empty()
                        : Optional.of(new KeyFiles(Path.of(certificate), Path.of(key))),
                issuers.isEmpty() ? Optional.empty() : Optional.of(new IssuerFile(Path.of(issuers))));
        for (PemSource source : certificates.sources) {
            try {
                source.read();
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException("cannot use " + source + ": " + reason(e), e);
            }
        }
        return certificates;
    }

    /**
     * Looks from now on whether the files have changed, until this is closed.
     *
     * @param interval how often; zero for never
     * @return this
     */
    Certificates lookEvery(Duration interval) {
        if (interval.isPositive() && !sources.isEmpty()) {
            var _ = looking.scheduleWithFixedDelay(this::look, interval.toNanos(), interval.toNanos(),
                    TimeUnit.NANOSECONDS);
        }
        return this;
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "no such file " + e.getMessage()
                : String.valueOf(e.getMessage());
    }

    /** Reads those files anew that have changed; what cannot be used leaves in force what was. */
    void look() {
        for (PemSource source : sources) {
            try {
                if (source.read()) {
                    log.info("read anew: {}", source);
                }
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // One that got out would be the last time that anybody looked.
                log.warn("what was in force stays so: {}", reason(e));
            }
        }
    }

    /** {@return what a server of this process shows, and asks of its clients} */
    public ServerCredentials ofServer() {
        if (own.isEmpty()) {
            return InsecureServerCredentials.create();
        }
        TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder()
                .keyManager(own.get().manager());
        issuers.ifPresent(file -> builder.trustManager(file.manager()).clientAuth(ClientAuth.REQUIRE));
        return builder.build();
    }

    /** {@return what a client of this process shows, and asks of its server} */
    public ChannelCredentials ofChannel() {
        if (!tls) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        own.ifPresent(files -> builder.keyManager(files.manager()));
        issuers.ifPresent(file -> builder.trustManager(file.manager()));
        return builder.build();
    }

    /** Looks at the files no more. */
    @Override
    public void close() {
        looking.shutdownNow();
    }
}
