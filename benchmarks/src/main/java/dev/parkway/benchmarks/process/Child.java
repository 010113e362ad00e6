package dev.parkway.benchmarks.roundtrip;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of a benchmark's own, which ends when its input does. */
final class Child implements AutoCloseable {

    private final Process process;
    private final String firstLine;

    private Child(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    /** Starts a class of this class path in a JVM with this one's options, and waits for its first line. */
    static Child java(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IOException(main.getSimpleName() + " " + List.of(arguments) + " ended without a word");
        }
        return new Child(process, line);
    }

    String firstLine() {
        return firstLine;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
