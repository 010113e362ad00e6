package dev.parkway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kustomizations say, as far as that can be known without a cluster. No cluster has run them. */
@KubectlRequired
@SuppressWarnings("NullAway") // Nearly every field of the API may be absent; one that is asked for here and is fails the test.
final class KustomizationsTest {

    private static final Path OPERATIONS = Path.of("..", "..", "docs", "operations.md");
    private static final Pattern VARIABLE = Pattern.compile("\\| `(PARKWAY_\\w+)` \\|");

    private static Manifest manifest(String overlay) throws IOException, InterruptedException {
        return Manifest.of(Kubectl.DEPLOY.resolve(overlay));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "overlays/tls", "overlays/several-clients"})
    void objects_each_areOfTheirTypes(String overlay) throws Exception {
        assertThat(manifest(overlay).objects()).hasSize(6)
                .allSatisfy(each -> assertThat(each.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/part-of", "parkway"));
    }

    @Test
    void objects_fieldThatIsNone_isRefused() throws Exception {
        String yaml = Kubectl.kustomize(Kubectl.DEPLOY);

        assertThat(yaml).contains("readOnlyRootFilesystem:");
        assertThatThrownBy(
                () -> Manifest.parse(yaml.replace("readOnlyRootFilesystem:", "readOnlyFilesystem:")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("readOnlyFilesystem");
        assertThatThrownBy(
                () -> Manifest.parse(yaml.replace("terminationGracePeriodSeconds: 60", "grace: 60")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("grace");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "overlays/tls", "overlays/several-clients"})
    void pods_each_areRestricted(String overlay) throws Exception {
        manifest(overlay).pods().forEach((name, pod) -> {
            V1PodSpec spec = pod.getSpec();
            V1Container container = spec.getContainers().getFirst();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(65532);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getSecurityContext().getCapabilities().getAdd()).isNullOrEmpty();
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "overlays/tls", "overlays/several-clients"})
    void variables_each_areFlagsOfTheProgram(String overlay) throws Exception {
        List<String> known = VARIABLE.matcher(Files.readString(OPERATIONS)).results()
                .map(each -> each.group(1)).toList();

        assertThat(known).hasSizeGreaterThan(30);
        manifest(overlay).pods().forEach((name, pod) -> assertThat(environment(pod).keySet()).as(name)
                .isNotEmpty().isSubsetOf(known));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "overlays/tls"})
    void server_toldToEnd_hasTimeToDrain(String overlay) throws Exception {
        V1DeploymentSpec deployment = manifest(overlay).only(V1Deployment.class).getSpec();
        V1PodTemplateSpec pod = deployment.getTemplate();
        String drain = environment(pod).get("PARKWAY_DRAIN");
        Duration grace = Duration.ofSeconds(pod.getSpec().getTerminationGracePeriodSeconds());
        V1Probe liveness = pod.getSpec().getContainers().getFirst().getLivenessProbe();

        // Last words, last calls, and the JVM's end: seconds.
        assertThat(grace).isGreaterThanOrEqualTo(Duration.parse("PT" + drain).plusSeconds(10));
        assertThat(Duration.ofSeconds((long) liveness.getPeriodSeconds() * liveness.getFailureThreshold()))
                .as("who drains is not serving, and not to be killed for it").isGreaterThan(grace);
        assertThat(deployment.getStrategy().getRollingUpdate().getMaxUnavailable().getIntValue()).isZero();
    }

    @Test
    void server_probes_askGrpcHealth() throws Exception {
        V1Container server = manifest(".").pods().get("server").getSpec().getContainers().getFirst();
        int port = server.getPorts().getFirst().getContainerPort();

        assertThat(List.of(server.getStartupProbe(), server.getReadinessProbe(), server.getLivenessProbe()))
                .allSatisfy(probe -> assertThat(probe.getGrpc().getPort()).isEqualTo(port));
        assertThat(server.getReadinessProbe().getGrpc().getService())
                .isEqualTo("parkway.control.v1.ControlService");
    }

    @Test
    void server_tls_isProbedWithoutACertificate() throws Exception {
        V1PodTemplateSpec pod = manifest("overlays/tls").pods().get("server");
        V1Container server = pod.getSpec().getContainers().getFirst();

        assertThat(environment(pod)).containsKeys("PARKWAY_TLS_CLIENT_CA", "PARKWAY_HEALTH_PORT");
        assertThat(List.of(server.getStartupProbe(), server.getReadinessProbe(), server.getLivenessProbe()))
                .allSatisfy(probe -> {
                    assertThat(probe.getGrpc()).isNull();
                    assertThat(probe.getExec().getCommand()).endsWith("PARKWAY_HEALTH_PORT");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "overlays/tls", "overlays/several-clients"})
    void service_headless_leadsClientsToServers(String overlay) throws Exception {
        Manifest manifest = manifest(overlay);
        V1Service service = manifest.only(V1Service.class);
        V1PodTemplateSpec server = manifest.pods().get("server");

        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(labels(server)).containsAllEntriesOf(service.getSpec().getSelector());
        assertThat(environment(manifest.pods().get("client"))).containsEntry("PARKWAY_SERVER",
                "dns:///" + service.getMetadata().getName() + ":"
                        + service.getSpec().getPorts().getFirst().getPort());
    }

    @Test
    void selectors_each_meetTheirPods() throws Exception {
        Manifest manifest = manifest(".");
        Map<String, String> server = labels(manifest.pods().get("server"));

        assertMeets(manifest.only(V1Deployment.class).getSpec().getSelector(), server);
        assertMeets(manifest.only(V1PodDisruptionBudget.class).getSpec().getSelector(), server);
        assertThat(manifest.pods().get("server").getSpec().getTopologySpreadConstraints()).hasSize(2)
                .allSatisfy(each -> assertMeets(each.getLabelSelector(), server));
        for (String name : List.of("server", "client")) {
            V1NetworkPolicy policy = manifest.all(V1NetworkPolicy.class)
                    .filter(each -> each.getMetadata().getName().equals("parkway-" + name)).findFirst()
                    .orElseThrow();
            assertMeets(policy.getSpec().getPodSelector(), labels(manifest.pods().get(name)));
            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        }
    }

    @Test
    void clients_several_runAtOnce() throws Exception {
        V1Job job = manifest("overlays/several-clients").only(V1Job.class);

        assertThat(job.getSpec().getCompletions()).isEqualTo(5);
        assertThat(job.getSpec().getParallelism()).isEqualTo(5);
        assertThat(job.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    }

    private static void assertMeets(V1LabelSelector selector, Map<String, String> labels) {
        assertThat(selector.getMatchLabels()).isNotEmpty();
        assertThat(labels).containsAllEntriesOf(selector.getMatchLabels());
    }

    private static Map<String, String> labels(V1PodTemplateSpec pod) {
        return pod.getMetadata().getLabels();
    }

    private static Map<String, String> environment(V1PodTemplateSpec pod) {
        return pod.getSpec().getContainers().getFirst().getEnv().stream()
                .collect(Collectors.toMap(V1EnvVar::getName, V1EnvVar::getValue));
    }
}
