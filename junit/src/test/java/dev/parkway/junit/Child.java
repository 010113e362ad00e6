package dev.parkway.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link Walk} in a process of its own. */
record Child(Process process, Path log) implements AutoCloseable {

    static Child walk(Map<String, String> environment, String... points) throws IOException {
        return start(environment, List.of(), points);
    }

    static Child start(Map<String, String> environment, List<String> options, String... points)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Walk.class.getName()));
        command.addAll(List.of(points));
        Path log = Files.createTempFile("child", ".log");
        log.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new Child(builder.start(), log);
    }

    /** What it wrote on standard error. */
    String errors() throws IOException {
        return Files.readString(log);
    }

    /** Waits for its end and returns its exit code and, in lines, what it wrote. */
    String end() throws InterruptedException, IOException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end; it wrote " + output);
        }
        return process.exitValue() + ": " + output.strip().lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
