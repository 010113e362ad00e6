package dev.parkway.kernel;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that is asked and answers by lines, and ends at the end of its input. Every wait is bounded. */
final class Child implements AutoCloseable {

    /** What is heard after the last line. */
    static final String END = "(it ended)";

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    Child(String name, List<String> command) {
        this.name = name;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        input = process.outputWriter(StandardCharsets.UTF_8);
        Thread _ = Thread.ofPlatform().daemon().name(name).start(this::read);
    }

    /** Runs a command to its end, which must be a good one. */
    static void run(List<String> command) {
        try (Child child = new Child(String.join(" ", command), command)) {
            int code = child.exitCode();
            if (code != 0) {
                throw new AssertionError(child.name + " ended with " + code + ": " + child.output);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void say(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not listen; its output: " + output, e);
        }
    }

    /** The next line of its output, errors among it. */
    String hear() {
        try {
            String line = output.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new AssertionError(name + " does not answer");
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends its input, waits for its end, and returns its exit code. */
    int exitCode() {
        try {
            input.close();
            if (!process.waitFor(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " does not end");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        var _ = process.destroyForcibly();
        int _ = exitCode();
    }

    @Override
    public void close() {
        try {
            int _ = exitCode();
        } finally {
            var _ = process.destroyForcibly();
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = reader.readLine()) != null) {
                output.add(line);
            }
        } catch (IOException e) {
            output.add("(" + e + ")");
        }
        output.add(END);
    }

    private AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for " + name, e);
    }
}
