package dev.parkway.endtoend;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to bring up: how many clients, and with which of the settings that a user has. */
final class Plan {

    private static final Path PACED = Path.of("src", "test", "compose", "paced.yml");

    private static final Path OUTAGE = Path.of("src", "test", "compose", "outage.yml");

    private final int clients;
    private final List<File> files = new ArrayList<>(List.of(Deployment.COMPOSE_FILE));
    private final List<String> added = new ArrayList<>();
    // Set and empty: any free port, so that deployments do not get in each other's way.
    private final Map<String, String> settings = new LinkedHashMap<>(
            Map.of("PARKWAY_PORT", "", "PARKWAY_PAGE_PORT", ""));

    private Plan(int clients) {
        this.clients = clients;
    }

    static Plan clients(int count) {
        return new Plan(count);
    }

    /** Sets what a user would set in front of {@code docker compose up}. */
    Plan with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    Plan connections(int each) {
        return with("PARKWAY_CONNECTIONS", Integer.toString(each));
    }

    /** Has the server wait before each of its moves. */
    Plan paced(Duration pace) {
        files.add(PACED.toAbsolutePath().toFile());
        return with("PARKWAY_PACE", pace.toMillis() + "ms");
    }

    /** Has the server give its connections less time than by default when it is told to end. */
    Plan drainedIn(Duration grace) {
        return with("PARKWAY_DRAIN", grace.toMillis() + "ms");
    }

    /** Has three clients of three scenarios, and a network for the control streams that can be cut. */
    Plan forOutages(Duration pace) {
        files.add(OUTAGE.toAbsolutePath().toFile());
        added.addAll(List.of("client-crossing", "client-passive"));
        return with("PARKWAY_SUBNET", subnet()).with("PARKWAY_PACE", pace.toMillis() + "ms");
    }

    /** Has the clients reach the server by way of this machine's own end of that network. */
    Plan through(int port) {
        return with("PARKWAY_CONTROL", gateway() + ":" + port);
    }

    /** This machine's own address on the network for outages. */
    static String gateway() {
        return subnet() + ".1";
    }

    /** The server's. */
    static String control() {
        return subnet() + ".10";
    }

    /** Other builds on this machine have other processes, and so other addresses. */
    private static String subnet() {
        long pid = ProcessHandle.current().pid();
        return "10.%d.%d".formatted(128 + (pid >> 8 & 0x3f), pid & 0xff);
    }

    /** Has both sides speak mutual TLS, with certificates that are made on the way up. */
    Plan withTls() {
        files.add(Deployment.TLS_FILE);
        return this;
    }

    int clients() {
        return clients;
    }

    List<File> files() {
        return files;
    }

    /** The services that the laid-over files add. */
    List<String> added() {
        return added;
    }

    Map<String, String> settings() {
        return settings;
    }

    Deployment up() {
        return new Deployment(this);
    }
}
