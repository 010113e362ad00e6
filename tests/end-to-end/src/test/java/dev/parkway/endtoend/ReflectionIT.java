package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What general tools find at the published ports: every service, described, and its health. */
@EngineRequired
@ExtendWith(ThreeClients.class)
final class ReflectionIT {

    private static final String CONTROL = "parkway.control.v1.ControlService";
    private static final String HEALTH = "grpc.health.v1.Health";

    /** They stand on the class path, because the JUnit extension brings them; what is here is to use none. */
    @Test
    void classes_ofThisSuite_useNoMessagesOfOurs() throws Exception {
        Path classes = Path
                .of(ReflectionIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(all).hasSizeGreaterThan(20).allSatisfy(file -> assertThat(
                    new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as("%s", file)
                    .doesNotContain(String.join("/", "dev", "parkway", "proto", "")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Reflection.V1, Reflection.V1_ALPHA})
    void reflection_eitherVersion_listsAndDescribesEveryService(String version, Deployment deployment) {
        try (ReflectionClient tool = deployment.lookAtServer()) {
            Reflection reflection = new Reflection(tool.channel(), version);

            assertThat(reflection.services()).contains(CONTROL, Inspection.SERVICE, HEALTH, Reflection.V1,
                    Reflection.V1_ALPHA);
            assertThat(reflection.services()).allSatisfy(
                    service -> assertThat(reflection.describe(service).getMethods()).isNotEmpty());
            assertThat(reflection.describe(CONTROL).getMethods()).extracting(MethodDescriptor::getName)
                    .containsExactly("Unpark");
            assertThat(reflection.describe(Inspection.SERVICE).getMethods())
                    .extracting(MethodDescriptor::getName)
                    .containsExactly("ListConnections", "GetConnection", "ListScenarios", "GetSummary",
                            "WatchTransitions");
        }
    }

    @Test
    void health_everyServiceOfOurs_isServing(Deployment deployment) {
        try (ReflectionClient tool = deployment.lookAtServer()) {
            List<String> asked = new ArrayList<>(List.of(""));
            tool.services().stream().filter(each -> each.startsWith("parkway.")).forEach(asked::add);

            assertThat(asked).contains(CONTROL, Inspection.SERVICE).allSatisfy(
                    service -> assertThat(health(tool, service)).as(service).isEqualTo("SERVING"));
        }
    }

    @Test
    void health_unknownService_isNotFound(Deployment deployment) {
        try (ReflectionClient tool = deployment.lookAtServer()) {
            assertThatThrownBy(() -> health(tool, "parkway.control.v1.NoService"))
                    .isInstanceOfSatisfying(StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
        }
    }

    private static String health(ReflectionClient tool, String service) {
        var answer = tool.call(HEALTH + "/Check", "{\"service\": \"" + service + "\"}");
        var field = answer.getDescriptorForType().findFieldByName("status");
        return ((GenericDescriptor) answer.getField(field)).getName();
    }
}
