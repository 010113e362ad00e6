package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.control.Failure;
import dev.parkway.service.EndpointPlan.Access;
import dev.parkway.service.EndpointPlan.Places;
import dev.parkway.service.EndpointPlan.Services;
import io.grpc.BindableService;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is served at which port, and to whom. */
@Timeout(60)
final class GrpcEndpointTest {

    private static final Issuer ISSUER = new Issuer("everybody's");
    private static final InetSocketAddress ANY = new InetSocketAddress("localhost", 0);
    // Health and both versions of reflection; the two below come from no proto file.
    private static final int DESCRIBED = 3;
    private static final BindableService ATTACHED = () -> ServerServiceDefinition.builder("attached").build();
    private static final BindableService INSPECTION = () -> ServerServiceDefinition.builder("inspection")
            .build();

    @TempDir
    private Path scratch = Path.of("");

    private @Nullable GrpcEndpoint endpoint;

    @AfterEach
    void stop() throws InterruptedException {
        if (endpoint != null) {
            endpoint.stop(Duration.ZERO);
        }
    }

    private List<Integer> start(Places places, Access access, boolean reflection) throws IOException {
        endpoint = GrpcEndpoint.start(new EndpointPlan(places, access, new KeepAliveOptions(),
                new Services(List.of(), List.of(ATTACHED), List.of(INSPECTION), reflection)));
        endpoint.serve();
        return endpoint.ports();
    }

    private static Dialled plaintext(int port) {
        return new Dialled(port, InsecureChannelCredentials.create());
    }

    @Test
    void onePort_servesAll() throws IOException {
        int port = start(new Places(ANY, Optional.empty(), Optional.empty()), Access.OPEN, true).getFirst();

        try (Dialled dialled = plaintext(port)) {
            assertThat(dialled.services()).isEqualTo(DESCRIBED);
            assertThat(List.of(dialled.health("attached"), dialled.health("inspection")))
                    .containsOnly(ServingStatus.SERVING);
        }
    }

    @Test
    void stop_afterDrain_isNothingToWarnOf() throws Exception {
        List<LogRecord> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger grpc = Logger.getLogger("io.grpc.protobuf.services");
        grpc.addHandler(handler);
        try {
            int _ = start(new Places(ANY, Optional.empty(), Optional.empty()), Access.OPEN, true).getFirst();
            GrpcEndpoint draining = Objects.requireNonNull(endpoint);

            draining.drain();
            draining.stop(Duration.ZERO);
        } finally {
            grpc.removeHandler(handler);
        }
        assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    }

    @Test
    void reflection_switchedOff_isNotThere() throws IOException {
        int port = start(new Places(ANY, Optional.empty(), Optional.empty()), Access.OPEN, false).getFirst();

        try (Dialled dialled = plaintext(port)) {
            assertThat(Dialled.refused(dialled::services).getStatus().getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(dialled.health()).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void adminPort_hasInspectionAndReflectionAndTheMainPortHasNot() throws IOException {
        List<Integer> ports = start(new Places(ANY, Optional.of(ANY), Optional.empty()), Access.OPEN, true);

        try (Dialled main = plaintext(ports.getFirst()); Dialled admin = plaintext(ports.getLast())) {
            assertThat(Dialled.refused(main::services).getStatus().getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(admin.services()).isEqualTo(DESCRIBED);
            assertThat(List.of(main.health("attached"), admin.health("attached"), main.health("inspection")))
                    .containsOnly(ServingStatus.SERVING);
        }
    }

    @Test
    void healthPort_tellsHealthInPlaintextAndNothingElse() throws IOException {
        ISSUER.issueInto(scratch, "server");
        try (Certificates certificates = Issuer.load(scratch)) {
            List<Integer> ports = start(new Places(ANY, Optional.empty(), Optional.of(0)),
                    new Access(certificates.ofServer(), AllowList.everybody(), AllowList.everybody()), true);

            try (Dialled probe = plaintext(ports.getLast())) {
                assertThat(probe.health()).isEqualTo(ServingStatus.SERVING);
                assertThat(Dialled.refused(probe::services).getStatus().getCode())
                        .isEqualTo(Status.Code.UNIMPLEMENTED);
            }
            try (Dialled without = plaintext(ports.getFirst())) {
                assertThat(Dialled.refused(without::health).getStatus().getCode())
                        .isEqualTo(Status.Code.UNAVAILABLE);
            }
        }
    }

    @Test
    void secondPortTaken_namesItAndLeavesNothingOpen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int main = freePort();
            Places places = new Places(new InetSocketAddress("localhost", main), Optional.empty(),
                    Optional.of(taken.getLocalPort()));

            assertThatThrownBy(() -> start(places, Access.OPEN, true)).isInstanceOf(IOException.class)
                    .hasMessageContaining("localhost:" + taken.getLocalPort() + ": ")
                    .hasMessageContaining("Address already in use");
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), main).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @ParameterizedTest
    @CsvSource({"tool, true", "tool.test, true", "localhost, true", "TOOL, false", "tool.tes, false",
            "'someone,tool', true", "someone, false", "'', true"})
    void allowList_namesInTheCertificate_decide(String names, boolean allowed) throws IOException {
        ISSUER.issueInto(scratch, "tool");
        AllowList inspectors = AllowList.of("--allow-inspection", List.of(names.split(",", -1)), true);
        try (Certificates certificates = Issuer.load(scratch)) {
            int port = start(new Places(ANY, Optional.empty(), Optional.empty()),
                    new Access(certificates.ofServer(), AllowList.everybody(), inspectors), true).getFirst();

            try (Dialled tool = new Dialled(port, certificates.ofChannel())) {
                if (allowed) {
                    assertThat(tool.services()).isEqualTo(DESCRIBED);
                } else {
                    StatusRuntimeException refused = Dialled.refused(tool::services);
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
                    assertThat(refused.getStatus().getDescription()).contains("tool, localhost, tool.test",
                            "--allow-inspection");
                    assertThat(Failure.info(refused)).get().satisfies(info -> {
                        assertThat(info.getReason()).isEqualTo("NOT_ON_THE_LIST");
                        assertThat(info.getMetadataMap()).containsEntry("names", "tool,localhost,tool.test")
                                .containsKey("service");
                        // Who else may is not for the caller to know.
                        assertThat(info.toString()).doesNotContain("tool.tes\"", "someone");
                    });
                }
                assertThat(tool.health()).as("anybody with a certificate").isEqualTo(ServingStatus.SERVING);
            }
        }
    }

    @Test
    void allowList_withoutMutualTls_isAMistake() {
        assertThatThrownBy(() -> AllowList.of("--allow-control", List.of("tool"), false))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("--allow-control")
                .hasMessageContaining("allowed is");
    }
}
