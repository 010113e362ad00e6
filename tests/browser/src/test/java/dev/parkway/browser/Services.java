package dev.parkway.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server with its page, and clients of it: the programs as they are shipped, each a process of its own. */
final class Services implements AutoCloseable {

    private static final Path ROOT = Path.of(System.getProperty("parkway.root", "")).toAbsolutePath();
    private static final Pattern PORT = Pattern.compile(" listens on \\S+:(\\d+)");
    private static final Pattern PAGE = Pattern.compile("page at (http\\S+)/");
    private static final Pattern SESSION = Pattern.compile("session (\\w+) opened");

    /**
     * A client.
     *
     * @param process its process
     * @param session the public name of its session
     */
    record Client(Process process, String session) {

        /** Stops it where it is, or lets it go on: {@code STOP}, {@code CONT}. */
        void signal(String name) throws IOException, InterruptedException {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("no signal " + name + " for " + process);
            }
        }
    }

    private final List<Process> processes = new ArrayList<>();
    private final String address;
    private final String page;

    Services() throws IOException {
        BufferedReader log = start("server-service", "--port", "0", "--page-port", "0", "--operations");
        address = "127.0.0.1:" + find(PORT, log);
        page = find(PAGE, log);
        drain(log);
    }

    Client client(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--server", address));
        all.addAll(List.of(arguments));
        BufferedReader log = start("client-service", all.toArray(String[]::new));
        String session = find(SESSION, log);
        drain(log);
        return new Client(processes.getLast(), session);
    }

    String at(String path) {
        return page + path;
    }

    private BufferedReader start(String service, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                        ROOT.resolve(service).resolve("target").resolve(service + ".jar").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet()
                .removeIf(key -> key.startsWith("PARKWAY_") || key.startsWith("OTEL_"));
        processes.add(builder.start());
        return processes.getLast().inputReader();
    }

    private static String find(Pattern wanted, BufferedReader log) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            lines.add(line);
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("no " + wanted + " in " + lines);
    }

    /** Whoever writes must not wait for a reader. */
    private static void drain(BufferedReader log) {
        Thread _ = Thread.ofPlatform().daemon().start(() -> {
            try (log) {
                log.lines().forEach(_ -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        processes.forEach(process -> process.toHandle().destroyForcibly());
    }
}
