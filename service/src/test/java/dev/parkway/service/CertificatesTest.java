package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parkway.service.EndpointPlan.Access;
import dev.parkway.service.EndpointPlan.Places;
import dev.parkway.service.EndpointPlan.Services;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Certificates in files: what can be wrong with them, and how they are replaced while they are in use. */
@Timeout(60)
final class CertificatesTest {

    private static final Issuer OLD = new Issuer("old");
    private static final Issuer NEW = new Issuer("new");

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void load_noSuchFile_namesIt() {
        assertThatThrownBy(() -> Issuer.load(scratch)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such file").hasMessageContaining("certificate.pem");
    }

    @Test
    void load_notPem_saysWhatIsAllowed() {
        OLD.issueInto(scratch, "server");
        Issuer.write(scratch.resolve("certificate.pem"), "hello");

        assertThatThrownBy(() -> Issuer.load(scratch)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certificate.pem holds no certificates").hasMessageContaining("PEM");
    }

    @Test
    void load_keyNotPem_saysWhatIsAllowedAndNotWhatItHolds() {
        OLD.issueInto(scratch, "server");
        Issuer.write(scratch.resolve("key.pem"), "secret");

        assertThatThrownBy(() -> Issuer.load(scratch)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key.pem is no private key").hasMessageContaining("PKCS #8")
                .hasMessageNotContaining("secret");
    }

    @Test
    void load_keyOfAnother_isRefused() throws IOException {
        OLD.issueInto(scratch, "server");
        OLD.issueInto(scratch.resolve("other"), "server");
        copy(scratch.resolve("other"), "key.pem");

        assertThatThrownBy(() -> Issuer.load(scratch)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key.pem is not the key of the certificate in");
    }

    @Test
    void read_severalIssuers_tellsOfEachAndWhichIsPastItsTime() throws Exception {
        Instant end = Instant.parse("2020-01-02T03:04:05Z");
        Issuer past = new Issuer("past",
                builder -> builder.notBefore(end.minus(Duration.ofDays(1))).notAfter(end));
        Path file = scratch.resolve("ca.pem");
        Issuer.write(file, OLD.pem() + past.pem());
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        Logger logger = (Logger) LoggerFactory.getLogger(PemSource.class);
        logger.addAppender(told);
        try {
            assertThat(new IssuerFile(file).read()).isTrue();
        } finally {
            logger.detachAppender(told);
        }

        assertThat(told.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.WARN);
        assertThat(told.list.getFirst().getFormattedMessage()).startsWith(file + ": CN=old, valid until ");
        assertThat(told.list.getLast().getFormattedMessage())
                .isEqualTo(file + ": CN=past expired at " + end + ": it should not be trusted any more");
    }

    @Test
    void look_filesReplaced_newConnectionsSeeTheNewAndOldOnesStay() throws Exception {
        OLD.issueInto(scratch, "server");
        NEW.issueInto(scratch.resolve("new"), "server");
        try (Certificates server = Issuer.load(scratch);
                Certificates trustsOld = trusting(scratch);
                Certificates trustsNew = trusting(scratch.resolve("new"))) {
            GrpcEndpoint endpoint = start(server);
            try (Dialled before = new Dialled(endpoint.port(), trustsOld.ofChannel());
                    Dialled after = new Dialled(endpoint.port(), trustsNew.ofChannel());
                    Dialled late = new Dialled(endpoint.port(), trustsOld.ofChannel())) {
                assertThat(before.health()).isEqualTo(ServingStatus.SERVING);

                copy(scratch.resolve("new"), "certificate.pem");
                server.look();
                // Half of it is in no one's interest: the old is in force.
                try (Dialled meanwhile = new Dialled(endpoint.port(), trustsOld.ofChannel())) {
                    assertThat(meanwhile.health()).isEqualTo(ServingStatus.SERVING);
                }
                copy(scratch.resolve("new"), "key.pem");
                server.look();

                assertThat(after.health()).isEqualTo(ServingStatus.SERVING);
                assertThat(before.health()).isEqualTo(ServingStatus.SERVING);
                assertThat(TlsTrouble.of(Dialled.refused(late::health))).contains(TlsTrouble.NOT_TRUSTED);
            } finally {
                endpoint.stop(Duration.ZERO);
            }
        }
    }

    @Test
    void look_issuersReplaced_oldClientsAreRefused() throws Exception {
        OLD.issueInto(scratch, "server");
        NEW.issueInto(scratch.resolve("new"), "client");
        OLD.issueInto(scratch.resolve("old"), "client");
        try (Certificates server = Issuer.load(scratch);
                Certificates newClient = asClient(scratch.resolve("new"), scratch);
                Certificates oldClient = asClient(scratch.resolve("old"), scratch)) {
            GrpcEndpoint endpoint = start(server);
            try (Dialled old = new Dialled(endpoint.port(), oldClient.ofChannel());
                    Dialled early = new Dialled(endpoint.port(), newClient.ofChannel())) {
                assertThat(old.health()).isEqualTo(ServingStatus.SERVING);
                assertThat(Dialled.refused(early::health).getStatus().getCode())
                        .isEqualTo(Status.Code.UNAVAILABLE);
                // The clients have read theirs.
                copy(scratch.resolve("new"), "ca.pem");
                server.look();

                try (Dialled late = new Dialled(endpoint.port(), oldClient.ofChannel());
                        Dialled after = new Dialled(endpoint.port(), newClient.ofChannel())) {
                    assertThat(after.health()).isEqualTo(ServingStatus.SERVING);
                    assertThat(Dialled.refused(late::health).getStatus().getCode())
                            .isEqualTo(Status.Code.UNAVAILABLE);
                    assertThat(old.health()).isEqualTo(ServingStatus.SERVING);
                }
            } finally {
                endpoint.stop(Duration.ZERO);
            }
        }
    }

    @Test
    void lookEvery_filesReplaced_isNoticed() throws Exception {
        OLD.issueInto(scratch, "server");
        NEW.issueInto(scratch.resolve("new"), "server");
        try (Certificates server = Issuer.load(scratch).lookEvery(Duration.ofMillis(5));
                Certificates trustsNew = trusting(scratch.resolve("new"))) {
            GrpcEndpoint endpoint = start(server);
            try {
                copy(scratch.resolve("new"), "key.pem");
                copy(scratch.resolve("new"), "certificate.pem");

                // However long that takes, up to the test's own bound.
                while (!serves(endpoint, trustsNew)) {
                    Thread.onSpinWait();
                }
            } finally {
                endpoint.stop(Duration.ZERO);
            }
        }
    }

    private static boolean serves(GrpcEndpoint endpoint, Certificates client) {
        try (Dialled dialled = new Dialled(endpoint.port(), client.ofChannel())) {
            return dialled.health() == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    /** A client that trusts the issuer in a folder, and shows what the server of these tests accepts. */
    private Certificates trusting(Path folder) {
        Path own = scratch.resolve("own");
        OLD.issueInto(own, "client");
        return asClient(own, folder);
    }

    private static Certificates asClient(Path own, Path trusted) {
        return Certificates.load(true, own.resolve("certificate.pem").toString(),
                own.resolve("key.pem").toString(),
                trusted.resolve("ca.pem").toString());
    }

    private static GrpcEndpoint start(Certificates certificates) throws IOException {
        GrpcEndpoint endpoint = GrpcEndpoint.start(new EndpointPlan(
                new Places(new InetSocketAddress("localhost", 0), Optional.empty(), Optional.empty()),
                new Access(certificates.ofServer(), AllowList.everybody(), AllowList.everybody()),
                new KeepAliveOptions(), new Services(List.of(), List.of(), List.of(), false)));
        endpoint.serve();
        return endpoint;
    }

    private void copy(Path folder, String name) throws IOException {
        Files.copy(folder.resolve(name), scratch.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
