package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.junit.SyncPoints;
import dev.parkway.points.SyncPoint;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.MountableFile;

/** Programs in containers, which a test drives past their points. */
@EngineRequired
final class SyncPointsIT {

    private static final String PROGRAM = "dev.parkway.examples.BoxOffice";
    private static final String LIBRARIES = "/opt/parkway/lib/*:/opt/parkway/points.jar:/opt/parkway/examples.jar";

    // Containers reach this machine at the gateway of their network.
    @RegisterExtension
    final SyncPoints points = new SyncPoints(Duration.ofSeconds(60), gateway());

    @Test
    void order_ofTwoContainers_isKept() throws Exception {
        points.order("alice:looked", "bob:looked", "bob:booking", "alice:booking");
        try (GenericContainer<?> alice = program("alice"); GenericContainer<?> bob = program("bob")) {
            Startables.deepStart(alice, bob).join();

            assertThat(alice.getLogs()).contains("alice has the seat");
            assertThat(bob.getLogs()).contains("bob has the seat");
        }
        assertThat(points.passed()).containsExactly("alice:looked", "bob:looked", "bob:booking",
                "alice:booking");
    }

    /** A box office in the server's image, which has all that points need; each has a folder of its own. */
    private GenericContainer<?> program(String party)
            throws ReflectiveOperationException, URISyntaxException {
        return new GenericContainer<>("parkway-server-service")
                // Whoever cleans up after this checkout knows them by it.
                .withLabel("dev.parkway.checkout", Deployment.COMPOSE_FILE.getParent())
                .withCopyFileToContainer(jar(SyncPoint.class), "/opt/parkway/points.jar")
                .withCopyFileToContainer(jar(Class.forName(PROGRAM)), "/opt/parkway/examples.jar")
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("java"))
                .withCommand("-cp", LIBRARIES, PROGRAM, "carelessly", "/tmp/12A", party)
                .withEnv(points.environment(party))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Deployment.SOON));
    }

    private static MountableFile jar(Class<?> of) throws URISyntaxException {
        return MountableFile
                .forHostPath(Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }

    private static String gateway() {
        return Engine.client().inspectNetworkCmd().withNetworkId("bridge").exec().getIpam().getConfig()
                .getFirst()
                .getGateway();
    }
}
