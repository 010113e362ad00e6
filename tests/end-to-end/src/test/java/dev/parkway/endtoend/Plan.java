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

    private final int clients;
    private final List<File> files = new ArrayList<>(List.of(Deployment.COMPOSE_FILE));
    // Set and empty: any free port, so that deployments do not get in each other's way.
    private final Map<String, String> settings = new LinkedHashMap<>(Map.of("PARKWAY_PORT", ""));

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

    int clients() {
        return clients;
    }

    List<File> files() {
        return files;
    }

    Map<String, String> settings() {
        return settings;
    }

    Deployment up() {
        return new Deployment(this);
    }
}
