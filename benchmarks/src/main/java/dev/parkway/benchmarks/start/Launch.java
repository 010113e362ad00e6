package dev.parkway.benchmarks.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to start the server.
 *
 * @param name what it is called in the figures
 * @param command what is run
 * @param container whether that is a container's
 */
record Launch(String name, List<String> command, boolean container) {

    private static final String LISTENS = "[Server] LISTEN";

    Launch {
        command = List.copyOf(command);
    }

    /**
     * What a start took.
     *
     * @param listen from the start of the JVM to LISTEN
     * @param before from the command to the start of the JVM; zero without a container
     */
    record Took(Duration listen, Duration before) {}

    /** A JVM of this machine. */
    static Launch process(String name, Path java, Path jar, List<String> options) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "--no-page", "--host", "127.0.0.1", "--port", "0",
                "--transcript", "on"));
        return new Launch(name, command, false);
    }

    /** A container with the memory that the compose file gives it; with its image's options unless there are others. */
    static Launch container(String name, String image, List<String> options) {
        List<String> command = new ArrayList<>(
                List.of("docker", "run", "--detach", "--read-only", "--memory", "768m", "--network", "none"));
        if (!options.isEmpty()) {
            command.addAll(List.of("--entrypoint", "java"));
        }
        command.add(image);
        command.addAll(options);
        return new Launch(name, command, true);
    }

    Took run() throws IOException, InterruptedException {
        return container ? inContainer() : inProcess();
    }

    private Took inProcess() throws IOException, InterruptedException {
        long begunNanos = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); !LISTENS.equals(line); line = out.readLine()) {
                if (line == null) {
                    throw new IOException(name + " ended before it listened: " + command);
                }
            }
            return new Took(Duration.ofNanos(System.nanoTime() - begunNanos), Duration.ZERO);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Took inContainer() throws IOException, InterruptedException {
        Instant begun = Instant.now();
        String id = docker(command).strip();
        try {
            Instant started = Instant
                    .parse(docker(List.of("docker", "inspect", "--format", "{{.State.StartedAt}}", id))
                            .strip());
            Instant listens = awaitListen(id);
            return new Took(Duration.between(started, listens), Duration.between(begun, started));
        } finally {
            docker(List.of("docker", "rm", "--force", id));
        }
    }

    private Instant awaitListen(String id) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(deadline)) {
            // When the engine had the line, not when this loop saw it.
            var line = docker(List.of("docker", "logs", "--timestamps", id)).lines()
                    .filter(each -> each.endsWith(LISTENS)).findFirst();
            if (line.isPresent()) {
                return Instant.parse(line.get().substring(0, line.get().indexOf(' ')));
            }
            Thread.sleep(50);
        }
        throw new IOException(name + " does not listen: " + command);
    }

    private static String docker(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ended with " + process.exitValue() + ": " + command);
        }
        return out;
    }
}
