package dev.parkway.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Servers of one name, each at an address of loopback of its own and all at one port; the name is told by a file. */
final class Cluster implements AutoCloseable {

    static final String NAME = "servers.test";

    private final Path hosts;
    private final int port;
    private final List<Running> started = new ArrayList<>();
    private final List<String> bearers = new ArrayList<>();

    Cluster(Path folder) {
        hosts = folder.resolve("hosts");
        // Free at the first address; the others of loopback are not used by anybody here.
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host(0)))) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tell();
    }

    private static String host(int number) {
        return "127.0.0." + (10 + number);
    }

    int port() {
        return port;
    }

    /** The target that all of them bear. */
    String target() {
        return NAME + ":" + port;
    }

    /** Starts one more server, and returns when it listens. Nobody knows of it. */
    Running start(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--host", host(started.size()), "--port", "" + port, "--msl", "20ms"));
        all.addAll(List.of(arguments));
        Running server = Launch.serverAsTold(all.toArray(String[]::new)).naming(hosts).start();
        started.add(server);
        server.log().await(" listens on ");
        return server;
    }

    /** The same, and the name resolves to it. */
    Running add(String... arguments) {
        Running server = start(arguments);
        bear(hostOf(server));
        return server;
    }

    String hostOf(Running server) {
        return host(started.indexOf(server));
    }

    /** Has the name resolve to one more address. */
    void bear(String host) {
        bearers.add(host);
        tell();
    }

    /** Has the name resolve no more to a server. */
    void forget(Running server) {
        bearers.remove(hostOf(server));
        tell();
    }

    /** In one step: whoever looks a name up never reads half of it. */
    private void tell() {
        try {
            Path half = hosts.resolveSibling("hosts.part");
            Files.writeString(half, bearers.stream().map(host -> host + " " + NAME + "\n")
                    .collect(Collectors.joining()));
            Files.move(half, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of the name. */
    Launch client(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--server", target(), "--msl", "20ms"));
        all.addAll(List.of(arguments));
        return Launch.clientAsTold(all.toArray(String[]::new)).naming(hosts);
    }

    /** The instances with which a client's sessions were opened, in that order. */
    static List<String> instances(Stream<String> log) {
        return log.filter(line -> line.contains(" opened with instance "))
                .map(line -> line.replaceAll(".* instance (\\w+) at .*", "$1")).toList();
    }

    /** A server's own name for itself. */
    static String instance(Running server) {
        return server.log().await("instance ").replaceAll(".*instance (\\w+) listens.*", "$1");
    }

    @Override
    public void close() {
        started.forEach(Running::close);
    }
}
