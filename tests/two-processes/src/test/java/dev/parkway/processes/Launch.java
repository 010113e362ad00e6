package dev.parkway.processes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that has not been started. Its environment holds no setting of ours but those given here. */
final class Launch {

    static final Path ROOT = Path.of(System.getProperty("parkway.root", "")).toAbsolutePath();
    static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    static final String LOOPBACK = "127.0.0.1";
    /** How many connections a busy client wants to make. */
    static final long BUSY = 1_000_000;

    private static final Path SCRATCH = newFolder();
    private static final AtomicInteger FILES = new AtomicInteger();

    private final String name;
    private final List<String> command;
    private final Path portFile;
    private final Map<String, String> environment = new HashMap<>();
    private boolean bare;
    private Redirect stdout = Redirect.PIPE;
    private int linesRead = Integer.MAX_VALUE;

    private Launch(String name, List<String> command, Path portFile) {
        this.name = name;
        this.command = command;
        this.portFile = portFile;
    }

    /** A server on a free port of loopback. */
    static Launch server(String... arguments) {
        Path portFile = newFile();
        List<String> command = java("server-service");
        command.addAll(List.of("--host", LOOPBACK, "--port", "0", "--port-file", portFile.toString()));
        command.addAll(List.of(arguments));
        return new Launch("server", command, portFile);
    }

    /** The same in so much heap; out of memory it dies at once. */
    Launch within(String heap) {
        command.addAll(1, List.of("-Xmx" + heap, "-XX:+CrashOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null"));
        return this;
    }

    /** The same with a file of names and addresses in place of the system's; it is read at each look-up. */
    Launch naming(Path hosts) {
        command.add(1, "-Djdk.net.hosts.file=" + hosts);
        return this;
    }

    /** A server that is told nothing but the arguments. */
    static Launch serverAsTold(String... arguments) {
        List<String> command = java("server-service");
        command.addAll(List.of(arguments));
        return new Launch("server", command, newFile());
    }

    static Launch client(int serverPort, String... arguments) {
        List<String> command = java("client-service");
        command.addAll(List.of("--server", LOOPBACK + ":" + serverPort));
        command.addAll(List.of(arguments));
        return new Launch("client", command, newFile());
    }

    /** A client with more to do than any test waits for, which shows how far it is and leaves time for others. */
    static Launch busyClient(int serverPort, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--connections", "" + BUSY, "--parallel", "20", "--pace", "5ms",
                        "--transcript", "on"));
        all.addAll(List.of(arguments));
        return client(serverPort, all.toArray(String[]::new));
    }

    static Launch clientAsTold(String... arguments) {
        List<String> command = java("client-service");
        command.addAll(List.of(arguments));
        return new Launch("client", command, newFile());
    }

    static Launch simulate(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("simulate").toString()));
        command.addAll(List.of(arguments));
        return new Launch("simulate", command, newFile());
    }

    /** Any other command. */
    static Launch command(String... command) {
        return new Launch(command[0], List.of(command), newFile());
    }

    /** The program of a checkout elsewhere, in place of this one's. */
    Launch from(Path root) {
        command.replaceAll(word -> word.equals(jar("server-service").toString())
                || word.equals(jar("client-service").toString())
                        ? root.resolve(ROOT.relativize(Path.of(word))).toString() : word);
        return this;
    }

    /** With the settings of ./simulate for a quick start. */
    private static List<String> java(String service) {
        return new ArrayList<>(List.of(JAVA_HOME.resolve("bin/java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-jar",
                jar(service).toString()));
    }

    static Path jar(String service) {
        return ROOT.resolve(service).resolve("target").resolve(service + ".jar");
    }

    private static Path newFile() {
        Path file = SCRATCH.resolve("port-" + FILES.incrementAndGet());
        file.toFile().deleteOnExit();
        return file;
    }

    private static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("parkway");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Launch with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** With no variable of the environment but those given. */
    Launch bare() {
        bare = true;
        return this;
    }

    /** Standard output goes to the end of a file, which others may write too. */
    Launch appendTo(File file) {
        stdout = Redirect.appendTo(file);
        return this;
    }

    /** Standard output goes to a file, as by the shell's {@code >}. */
    Launch writeTo(File file) {
        stdout = Redirect.to(file);
        return this;
    }

    /** Standard output is closed after so many lines. */
    Launch readOnly(int lines) {
        linesRead = lines;
        return this;
    }

    Running start() {
        ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectOutput(stdout);
        Map<String, String> variables = builder.environment();
        if (bare) {
            variables.clear();
        }
        variables.keySet().removeIf(key -> key.startsWith("PARKWAY_") || key.startsWith("OTEL_")
                || key.equals("JAVA_TOOL_OPTIONS"));
        // Many servers run at a time, and the page's port is one.
        variables.put("PARKWAY_PAGE", "false");
        variables.putAll(environment);
        try {
            return new Running(name, builder.start(), portFile, linesRead);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
