package dev.parkway.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One of the two services as users run it, from its jar; its log is read to the line that is waited for. */
final class ServiceProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader log;

    private ServiceProcess(Process process) {
        this.process = process;
        log = process.errorReader();
    }

    static ServiceProcess start(Path root, String service, List<String> jvm, List<String> flags)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm);
        command.addAll(List.of("-jar",
                root.resolve(service).resolve("target").resolve(service + ".jar").toString(), "--transcript",
                "off"));
        command.addAll(flags);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("PARKWAY_"));
        builder.environment().put("PARKWAY_PAGE", "false");
        Process process = builder.start();
        // Whoever ends the measurement early wants nothing left of it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ServiceProcess(process);
    }

    /** Waits for a line that contains a text. Nobody else reads: what is logged meanwhile must be little. */
    String await(String part) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains(part)) {
                return line;
            }
            all.append(line).append('\n');
        }
        throw new IOException("no line with '" + part + "' in\n" + all);
    }

    /** How much processor time it has used, on all cores together. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** What is alive in its heap after a collection, in bytes. */
    long aliveBytes() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), "GC.class_histogram").redirectErrorStream(true).start();
        try (BufferedReader out = jcmd.inputReader()) {
            String last = "";
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line.isBlank() ? last : line;
            }
            // As in "Total        123        4567".
            return Long.parseLong(last.strip().split(" +", -1)[2]);
        } finally {
            jcmd.waitFor();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
