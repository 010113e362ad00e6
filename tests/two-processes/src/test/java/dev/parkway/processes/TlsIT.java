package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS between two processes: that it works, and what each side says when it does not. */
final class TlsIT {

    private static final int SERVER_NOT_THERE = 3;
    private static final int SESSION_REFUSED = 4;
    private static final int NO_TLS = 6;

    private static final String HOST = "localhost";
    private static final String DONE = "TCP connection disconnected";
    private static final String PEER = "peer /127.0.0.1:\\d+ ";
    private static final String NOT_TRUSTED = "its certificate is by none of the issuers that are trusted here";
    private static final String GIVEN_UP = "it gave the handshake up, as one does that does not trust the "
            + "certificate of this side";

    @TempDir
    private static Path scratch = Path.of("");

    private static final Papers.Issuer ISSUER = new Papers.Issuer("issuer");
    private static Papers server = new Papers(scratch);
    private static Papers client = new Papers(scratch);

    @BeforeAll
    static void issuePapers() {
        server = ISSUER.issue(scratch, "server", HOST);
        client = ISSUER.issue(scratch, "client", "client.test");
    }

    /** What is wrong, on which side, and what both say of it. */
    enum Wrong {
        SERVER_BY_ANOTHER_ISSUER(NO_TLS, NOT_TRUSTED, GIVEN_UP) {
            @Override
            List<String> ofServer() {
                return mutual(new Papers.Issuer("another").issue(scratch, "server", HOST));
            }
        },
        CLIENT_BY_ANOTHER_ISSUER(NO_TLS, GIVEN_UP, NOT_TRUSTED) {
            @Override
            List<String> ofClient() {
                return trusting(new Papers.Issuer("another").issue(scratch, "client", "client.test").shown());
            }
        },
        SERVER_EXPIRED(NO_TLS, "its certificate is not valid now",
                "it says that the certificate of this side is not valid now") {
            @Override
            List<String> ofServer() {
                return mutual(ISSUER.issueExpired(scratch, "server", HOST));
            }
        },
        CLIENT_EXPIRED(NO_TLS, "it says that the certificate of this side is not valid now",
                "its certificate is not valid now") {
            @Override
            List<String> ofClient() {
                return trusting(ISSUER.issueExpired(scratch, "client", "client.test").shown());
            }
        },
        SERVER_OF_ANOTHER_NAME(NO_TLS, "its certificate is for another name", GIVEN_UP) {
            @Override
            List<String> ofServer() {
                return mutual(ISSUER.issue(scratch, "server", "elsewhere.test"));
            }
        },
        CLIENT_WITHOUT_CERTIFICATE(NO_TLS,
                "it asks for a certificate of this side: set --tls-certificate and --tls-key",
                "it shows no certificate, and must show one") {
            @Override
            List<String> ofClient() {
                return trusting(List.of());
            }
        },
        CLIENT_NOT_ON_THE_LIST(SESSION_REFUSED,
                "PERMISSION_DENIED: client, client.test may not call parkway.control.v1.ControlService here",
                "(client, client.test) may not call parkway.control.v1.ControlService: "
                        + "--allow-control does not name it") {
            @Override
            List<String> ofServer() {
                List<String> flags = new ArrayList<>(mutual(server));
                flags.addAll(List.of("--allow-control", "somebody,client.test.else"));
                return flags;
            }
        },
        SERVER_PLAINTEXT(NO_TLS, "it does not speak TLS, and this side does",
                "it speaks TLS, and this port is plaintext") {
            @Override
            List<String> ofServer() {
                return List.of();
            }
        },
        CLIENT_PLAINTEXT(SERVER_NOT_THERE, "it hung up without a word; does it want TLS?",
                "it does not speak TLS, and this side does") {
            @Override
            List<String> ofClient() {
                return List.of("--connect-timeout", "6s");
            }
        };

        private final int exitCode;
        private final String clientSays;
        private final String serverSays;

        Wrong(int exitCode, String clientSays, String serverSays) {
            this.exitCode = exitCode;
            this.clientSays = clientSays;
            this.serverSays = serverSays;
        }

        List<String> ofServer() {
            return mutual(server);
        }

        List<String> ofClient() {
            return trusting(client.shown());
        }
    }

    private static List<String> mutual(Papers papers) {
        List<String> flags = new ArrayList<>(papers.shown());
        flags.addAll(List.of("--tls-client-ca", papers.issuer()));
        return flags;
    }

    private static List<String> trusting(List<String> own) {
        List<String> flags = new ArrayList<>(own);
        flags.addAll(List.of("--tls-ca", server.issuer()));
        return flags;
    }

    private static Running start(List<String> flags) {
        return Launch.server(flags.toArray(String[]::new)).start();
    }

    private static Running dial(Running server, List<String> flags) {
        List<String> all = new ArrayList<>(List.of("--server", HOST + ":" + server.port(), "--msl", "20ms"));
        all.addAll(flags);
        return Launch.clientAsTold(all.toArray(String[]::new)).start();
    }

    @Test
    void mutualTls_bothShowWhatTheOtherTrusts_runs() {
        List<String> allowed = new ArrayList<>(mutual(server));
        allowed.addAll(List.of("--allow-control", "client.test", "--allow-inspection", "tool"));
        try (Running listening = start(allowed);
                Running dialling = dial(listening, trusting(client.shown()))) {
            assertThat(dialling.exitCode()).as("%s\n%s", dialling, listening).isZero();
            assertThat(dialling.stdout().all()).endsWith(DONE);
            // The client's records go where its session went, whoever may inspect.
            assertThat(dialling.log().all()).noneMatch(line -> line.contains("WARN"));
        }
    }

    @Test
    void serverTls_clientShowsNothing_runs() {
        try (Running listening = start(server.shown());
                Running dialling = dial(listening, trusting(List.of()))) {
            assertThat(dialling.exitCode()).as("%s\n%s", dialling, listening).isZero();
        }
    }

    @Test
    void serverName_differsFromTheHost_isTheOneThatCounts() {
        Papers elsewhere = ISSUER.issue(scratch, "server", "elsewhere.test");
        try (Running listening = start(elsewhere.shown());
                Running dialling = dial(listening,
                        List.of("--tls-ca", elsewhere.issuer(), "--tls-server-name",
                                "elsewhere.test"))) {
            assertThat(dialling.exitCode()).as("%s\n%s", dialling, listening).isZero();
        }
    }

    /** The issuers that the machine trusts count where none are named, and no others. */
    @Test
    void tls_noIssuersNamed_trustsThoseOfTheJavaRuntime() throws GeneralSecurityException, IOException {
        Path trusted = scratch.resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream issuer = Files.newInputStream(Path.of(server.issuer()))) {
            store.setCertificateEntry("issuer",
                    CertificateFactory.getInstance("X.509").generateCertificate(issuer));
        }
        try (OutputStream file = Files.newOutputStream(trusted)) {
            store.store(file, "secret".toCharArray());
        }
        try (Running listening = start(server.shown());
                Running trusting = Launch.clientAsTold("--server", HOST + ":" + listening.port(), "--tls")
                        .with("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStorePassword=secret "
                                + "-Djavax.net.ssl.trustStore=" + trusted)
                        .start();
                Running doubting = dial(listening, List.of("--tls"))) {
            assertThat(trusting.exitCode()).as("%s\n%s", trusting, listening).isZero();
            assertThat(doubting.exitCode()).as("%s\n%s", doubting, listening).isEqualTo(NO_TLS);
            assertThat(doubting.log().all()).anyMatch(line -> line.contains(NOT_TRUSTED));
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrong_eachWay_bothSidesSaySo(Wrong wrong) {
        try (Running listening = start(wrong.ofServer());
                Running dialling = dial(listening, wrong.ofClient())) {
            assertThat(dialling.exitCode()).as("%s\n%s", dialling, listening).isEqualTo(wrong.exitCode);
            assertThat(dialling.stdout().all()).isEmpty();
            assertThat(dialling.log().all()).filteredOn(line -> line.contains(" ERROR ")).singleElement()
                    .asString().contains(wrong.clientSays).contains(HOST + ":" + listening.port());
            String told = listening.log().await(wrong.serverSays);
            assertThat(told).containsPattern(PEER);
            assertThat(List.of(dialling.log().soFar(), listening.log().soFar())).allSatisfy(
                    log -> assertThat(log).noneMatch(line -> line.startsWith("\tat ")));
        }
    }

    @Test
    void foreignBytes_atATlsPort_areCutOffAndTold() throws IOException {
        try (Running listening = start(server.shown());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.port())) {
            socket.setSoTimeout((int) Running.PATIENCE.toMillis());
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketException e) {
                assertThat(e).as("cut off with bytes unread").hasMessageContaining("reset");
            }
            listening.log().await("peer /127.0.0.1:" + socket.getLocalPort()
                    + " has no connection: it does not speak TLS, and this side does");
        }
    }

    @Test
    void reload_filesReplacedWhileASessionRuns_bothGoOn() throws IOException {
        Papers first = new Papers.Issuer("first").issue(scratch, "server", HOST);
        Papers second = new Papers.Issuer("second").issue(scratch, "server", HOST);
        List<String> flags = new ArrayList<>(first.shown());
        flags.addAll(List.of("--tls-reload", "10ms"));
        List<String> trustsFirst = List.of("--tls-ca", issuerKept(first));
        List<String> busy = new ArrayList<>(trustsFirst);
        busy.addAll(List.of("--connections", "" + Launch.BUSY, "--parallel", "20", "--pace", "5ms",
                "--transcript",
                "on"));
        try (Running listening = start(flags); Running old = dial(listening, busy)) {
            old.stdout().await("[Client 1] ESTABLISHED");

            for (String file : List.of("key.pem", "certificate.pem")) {
                Files.copy(second.folder().resolve(file), first.folder().resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            listening.log().await("read anew: ");

            try (Running fresh = dial(listening, List.of("--tls-ca", second.issuer()));
                    Running late = dial(listening, trustsFirst)) {
                assertThat(fresh.exitCode()).as("%s\n%s", fresh, listening).isZero();
                assertThat(late.exitCode()).as("%s\n%s", late, listening).isEqualTo(NO_TLS);
            }
            int before = old.stdout().soFar().size();
            Await.until("the old session makes progress", () -> old.stdout().soFar().size() > before + 100);
        }
    }

    private static String issuerKept(Papers papers) throws IOException {
        Path copy = Files.createTempFile(scratch, "issuer", ".pem");
        Files.copy(Path.of(papers.issuer()), copy, StandardCopyOption.REPLACE_EXISTING);
        return copy.toString();
    }
}
