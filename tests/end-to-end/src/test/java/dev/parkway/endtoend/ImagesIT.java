package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.Container.ExecResult;

/** What both services' containers are made of, and what they may not do. */
@EngineRequired
@ExtendWith(ThreeClients.class)
final class ImagesIT {

    private static final String USER = "65532";
    private static final long MEGABYTE = 1_000_000;
    private static final long MAX_IMAGE_BYTES = 130 * MEGABYTE;
    private static final long MIB = 1 << 20;

    /** Which of the two. */
    enum Which {
        SERVER, CLIENT;

        ServiceContainer in(Deployment deployment) {
            return this == SERVER ? deployment.server() : deployment.clients().getFirst();
        }
    }

    @ParameterizedTest
    @EnumSource
    void image_built_isSmallAndStartsWithoutAShell(Which which, Deployment deployment) {
        InspectContainerResponse container = which.in(deployment).inspect();
        var image = Engine.client().inspectImageCmd(container.getImageId()).exec();
        var config = Objects.requireNonNull(image.getConfig());

        assertThat(image.getSize()).isBetween(10 * MEGABYTE, MAX_IMAGE_BYTES);
        assertThat(config.getEntrypoint()).isNotNull().startsWith("java").contains("-jar");
        assertThat(Objects.requireNonNull(config.getHealthcheck()).getTest()).startsWith("CMD", "java");
    }

    @ParameterizedTest
    @EnumSource
    void container_shellAskedFor_hasNone(Which which, Deployment deployment) {
        for (String shell : List.of("sh", "/bin/sh", "bash", "/bin/bash", "busybox", "ls")) {
            ExecResult result = which.in(deployment).exec(shell, "-c", "true");

            assertThat(result.getExitCode()).as(shell).isIn(126, 127);
        }
    }

    @ParameterizedTest
    @EnumSource
    void process_running_isAnOrdinaryUser(Which which, Deployment deployment) {
        var processes = Engine.client().topContainerCmd(which.in(deployment).id())
                .withPsArgs("-o pid,uid,args")
                .exec();

        assertThat(List.of(Objects.requireNonNull(processes.getProcesses()))).isNotEmpty()
                .allSatisfy(process -> {
                    assertThat(process[1]).isEqualTo(USER);
                    assertThat(process[2]).startsWith("java ");
                });
    }

    @ParameterizedTest
    @EnumSource
    void container_running_hasNoRightsBeyondItsNeeds(Which which, Deployment deployment) {
        HostConfig host = which.in(deployment).inspect().getHostConfig();

        assertThat(host.getPrivileged()).isFalse();
        assertThat(host.getCapDrop()).extracting(Object::toString).containsExactly("ALL");
        assertThat(host.getCapAdd()).isNullOrEmpty();
        assertThat(host.getSecurityOpts()).contains("no-new-privileges:true");
        assertThat(host.getPidsLimit()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void container_fileWritten_isRefusedByTheRoot(Which which, Deployment deployment) {
        assertThat(which.in(deployment).jcmd("Thread.dump_to_file", "/opt/parkway/dump"))
                .contains("Read-only file system");
    }

    @ParameterizedTest
    @EnumSource
    void memoryLimit_running_isWhatTheHeapIsSizedBy(Which which, Deployment deployment) {
        ServiceContainer container = which.in(deployment);
        String flags = container.jcmd("VM.flags");
        var matcher = Pattern.compile("-XX:MaxHeapSize=(\\d+)").matcher(flags);

        long memory = Objects.requireNonNull(container.inspect().getHostConfig().getMemory());
        assertThat(memory / MIB).isEqualTo(which == Which.SERVER ? 768 : 512);
        assertThat(matcher.find()).as(flags).isTrue();
        // Not the machine's memory: the limit has reached the Java process, which leaves room beside the heap.
        assertThat(Long.parseLong(matcher.group(1))).isBetween(memory * 2 / 5, memory * 3 / 5);
    }

    @ParameterizedTest
    @EnumSource
    void transport_running_isEpoll(Which which, Deployment deployment) {
        // A client that has just been started has no network yet.
        Eventually.passes(Deployment.SOON,
                () -> assertThat(which.in(deployment).jcmd("Thread.print")).contains("epoll.Native.epollWait")
                        .doesNotContain("NioEventLoop", "sun.nio.ch.EPoll.wait"));
    }

    @ParameterizedTest
    @EnumSource
    void cache_running_isInUse(Which which, Deployment deployment) {
        // One that does not go with the JVM or the jars is let go of without a word.
        assertThat(which.in(deployment).jcmd("System.map"))
                .contains(which == Which.SERVER ? "server-service.aot" : "client-service.aot");
    }
}
