package dev.parkway.endtoend;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** The Docker engine of this machine, its command line and its compose. */
final class Engine {

    private static final class Probe {
        private static final Optional<String> MISSING = probe();
    }

    private Engine() {}

    /** Returns what keeps containers from running here, found out once; nothing if they can run. */
    static Optional<String> whatIsMissing() {
        return Probe.MISSING;
    }

    private static Optional<String> probe() {
        for (String[] question : new String[][]{{"version", "--format", "{{.Server.Version}}"},
                {"compose", "version", "--short"}}) {
            try {
                docker(Map.of(), question);
            } catch (IOException | IllegalStateException e) {
                return Optional.of(String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " "));
            }
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("docker answers, but Testcontainers cannot use it: see its log");
    }

    static DockerClient client() {
        return DockerClientFactory.lazyClient();
    }

    /** The address at which this machine reaches the ports that containers publish on its loopback. */
    static String publishedAt() {
        return DockerClientFactory.instance().dockerHostIpAddress();
    }

    /**
     * Runs docker's command line.
     *
     * @return its standard output
     * @throws IllegalStateException if it ends with another code than 0; it says what the command said
     * @throws IOException if there is no such command
     */
    static String docker(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("docker", ".out");
        Path err = Files.createTempFile("docker", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code + ": "
                        + Files.readString(err, StandardCharsets.UTF_8));
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + String.join(" ", command), e);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
