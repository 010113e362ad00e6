package dev.parkway.benchmarks.roundtrip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server between the two, real and on its own, with nothing on disk that need be.
 *
 * @param process the server
 * @param address host and port
 */
record Broker(Process process, String address) implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Starts what a way needs; empty, with a line that says why, if this machine does not have it. */
    static Optional<Broker> start(Way way, Path scratch) throws IOException, InterruptedException {
        int port = freePort();
        return switch (way) {
            case REDISSON -> {
                if (!installed("redis-server")) {
                    IO.println("SKIPPED " + way + ": no redis-server here; Debian's package is redis-server");
                    yield Optional.empty();
                }
                yield Optional.of(run(port, scratch, List.of("redis-server", "--port", "" + port, "--bind",
                        "127.0.0.1", "--save", "", "--appendonly", "no")));
            }
            case CURATOR -> Optional.of(run(port, scratch, List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), "-Dzookeeper.admin.enableServer=false",
                    "org.apache.zookeeper.server.ZooKeeperServerMain", "" + port,
                    Files.createTempDirectory(scratch, "zookeeper").toString())));
            case TCP, GRPC, PARKWAY -> throw new IllegalArgumentException(way + " needs no broker");
        };
    }

    private static boolean installed(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Broker run(int port, Path scratch, List<String> command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(scratch.toFile())
                .redirectErrorStream(true).redirectOutput(scratch.resolve("broker-" + port + ".log").toFile())
                .start();
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (!listens(port)) {
            if (!process.isAlive() || deadlineNanos - System.nanoTime() < 0) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " does not listen; its log is in " + scratch);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return new Broker(process, "127.0.0.1:" + port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
