package dev.parkway.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process of a benchmark's own, which ends when its input does. */
public final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final String firstLine;

    private Child(Process process, BufferedReader out, String firstLine) {
        this.process = process;
        this.out = out;
        this.firstLine = firstLine;
    }

    /**
     * Starts a class of this class path in a JVM of its own, and waits for its first line.
     *
     * @param main the class
     * @param arguments its arguments
     * @return the process
     * @throws IOException if it cannot be started or says nothing
     */
    public static Child java(Class<?> main, String... arguments) throws IOException {
        return java(List.of(), main, arguments);
    }

    /**
     * The same with options for the JVM.
     *
     * @param options as on the command line
     * @param main the class
     * @param arguments its arguments
     * @return the process
     * @throws IOException if it cannot be started or says nothing
     */
    public static Child java(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return start(command, main.getSimpleName() + " " + List.of(arguments));
    }

    /**
     * Starts a program, and waits for its first line.
     *
     * @param program its file
     * @return the process
     * @throws IOException if it cannot be started or says nothing
     */
    public static Child program(Path program) throws IOException {
        return start(List.of(program.toString()), program.toString());
    }

    private static Child start(List<String> command, String who) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader();
        return new Child(process, out, line(out, who));
    }

    private static String line(BufferedReader out, String who) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException(who + " ended without a word");
        }
        return line;
    }

    /** {@return what it said when it was ready} */
    public String firstLine() {
        return firstLine;
    }

    /**
     * Asks it something and waits for the answer.
     *
     * @param line what
     * @return its next line
     * @throws IOException if it has ended
     */
    public String ask(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
        return line(out, toString());
    }

    /** {@return how much processor time it has used, on all cores together, in steps of the kernel's clock} */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** {@return its number} */
    public long pid() {
        return process.pid();
    }

    /** Ends it, and waits until it has. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
        process.onExit().join();
    }

    @Override
    public String toString() {
        return "process " + process.pid();
    }
}
