package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.dockerjava.api.command.InspectContainerResponse.Mount;
import com.github.dockerjava.api.model.HostConfig;
import dev.parkway.endtoend.Inspection.Glance;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS as {@code docker compose -f docker-compose.yml -f compose.tls.yml up} shows it. */
@EngineRequired
@ExtendWith(TlsIT.Shared.class)
final class TlsIT {

    private static final int CONNECTIONS = 5;

    @TempDir
    private Path scratch = Path.of("");

    /** The one deployment of these tests. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Deployment.class;
        }

        @Override
        public Deployment resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.create(TlsIT.class)).computeIfAbsent(
                    Deployment.class,
                    _ -> Plan.clients(1).connections(CONNECTIONS).withTls().up(), Deployment.class);
        }
    }

    /** What the certificates' maker has put into a folder, fetched as a user fetches it. */
    private ChannelCredentials papers(Deployment deployment, String name) throws IOException {
        Path own = scratch.resolve(name);
        Engine.docker(Map.of(), "cp", deployment.certificates().id() + ":/certificates/" + name,
                own.toString());
        return TlsChannelCredentials.newBuilder()
                .keyManager(own.resolve("certificate.pem").toFile(), own.resolve("key.pem").toFile())
                .trustManager(own.resolve("ca.pem").toFile())
                .build();
    }

    @Test
    void client_certificateShown_runsAllConnectionsAndBothAreHealthy(Deployment deployment) {
        ServiceContainer client = deployment.clients().getFirst();

        client.awaitOut("TCP connection disconnected", Deployment.SOON);
        assertThat(client.awaitHealthy().err()).noneMatch(line -> line.contains(" WARN "));
        assertThat(deployment.server().awaitHealthy().running()).isTrue();
    }

    @Test
    void inspector_certificateShown_seesBothSidesAtTheServerAndOneAtTheClient(Deployment deployment)
            throws IOException {
        ServiceContainer client = deployment.clients().getFirst();
        client.awaitOut("TCP connection disconnected", Deployment.SOON);
        ChannelCredentials inspector = papers(deployment, "inspector");

        try (Inspection atServer = new Inspection(deployment.lookAtServer(inspector));
                Inspection atClient = new Inspection(deployment.lookAt(client, inspector))) {
            Eventually.passes(Deployment.SOON, () -> assertThat(atServer.list(CONNECTIONS, ""))
                    .hasSize(CONNECTIONS).allMatch(Glance::ended));
            assertThat(atClient.list(CONNECTIONS, "")).hasSize(CONNECTIONS);
        }
    }

    @Test
    void attacher_inspectionAskedFor_isDenied(Deployment deployment) throws IOException {
        ChannelCredentials attacher = papers(deployment, "client-service");

        try (ReflectionClient tool = deployment.lookAtServer(attacher)) {
            assertThat(refused(tool).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
        deployment.server().awaitErr("peer .* \\(client-service, localhost\\) may not call grpc.reflection",
                Deployment.SOON);
    }

    @Test
    void nobody_noCertificateOrNoTls_hasNoConnection(Deployment deployment) throws IOException {
        ChannelCredentials _ = papers(deployment, "inspector");
        ChannelCredentials anonymous = TlsChannelCredentials.newBuilder()
                .trustManager(scratch.resolve("inspector").resolve("ca.pem").toFile()).build();

        try (ReflectionClient tool = deployment.lookAtServer(anonymous)) {
            assertThat(refused(tool).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        deployment.server().awaitErr("it shows no certificate", Deployment.SOON);
        try (ReflectionClient tool = deployment.lookAtServer(InsecureChannelCredentials.create())) {
            assertThat(refused(tool).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        deployment.server().awaitErr("it does not speak TLS", Deployment.SOON);
    }

    private static Status refused(ReflectionClient tool) {
        return Status.fromThrowable(catchThrowable(tool::services));
    }

    @Test
    void containers_running_haveNoMoreRightsThanWithoutTls(Deployment deployment) {
        for (ServiceContainer each : List.of(deployment.server(), deployment.clients().getFirst(),
                deployment.certificates())) {
            HostConfig host = each.inspect().getHostConfig();

            assertThat(host.getReadonlyRootfs()).as(each.name()).isTrue();
            assertThat(host.getCapDrop()).extracting(Object::toString).containsExactly("ALL");
            assertThat(host.getSecurityOpts()).contains("no-new-privileges:true");
            assertThat(host.getPidsLimit()).isPositive();
            assertThat(host.getMemory()).isPositive();
            assertThat(each.inspect().getConfig().getUser()).isEqualTo("65532:65532");
        }
        assertThat(deployment.server().inspect().getMounts()).as("its own certificates, and not for writing")
                .filteredOn(mount -> "/certificates".equals(String.valueOf(mount.getDestination())))
                .singleElement().extracting(Mount::getRW).isEqualTo(false);
    }

    @Test
    void nativeLibraries_readOnlyRoot_areBothInUse(Deployment deployment) {
        for (ServiceContainer each : List.of(deployment.server(), deployment.clients().getFirst())) {
            Eventually.passes(Deployment.SOON, () -> assertThat(each.jcmd("VM.dynlibs")).as(each.name())
                    .contains("netty_transport_native_epoll", "netty_tcnative"));
        }
    }
}
