package dev.parkway.endtoend;

import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The user's own stack file on a swarm of this one machine, which ends with it if it began with it. */
final class Stack implements AutoCloseable {

    static final String SERVER = "server-service";
    static final String CLIENT = "client-service";

    private static final Path FILE = Path.of("..", "..", "deploy", "swarm", "stack.yml").toAbsolutePath()
            .normalize();
    private static final Path LOGS = Path.of("target", "container-logs");
    private static final String SERVICE = "com.docker.swarm.service.name";

    private final String name = "parkway-" + ProcessHandle.current().pid();
    private final boolean ownSwarm;

    /** Brings the stack up, with what a user would set in front of {@code docker stack deploy}. */
    Stack(Map<String, String> settings) {
        ownSwarm = docker("info", "--format", "{{.Swarm.LocalNodeState}}").strip().equals("inactive");
        if (ownSwarm) {
            docker("swarm", "init", "--advertise-addr", "127.0.0.1");
        }
        boolean up = false;
        try {
            // There is no registry, and there is one node: nothing is to be asked.
            docker(settings, "stack", "deploy", "--resolve-image", "never", "--detach=true", "-c",
                    FILE.toString(), name);
            up = true;
        } finally {
            if (!up) {
                leave();
            }
        }
    }

    void scale(String service, int tasks) {
        docker("service", "scale", "--detach", full(service) + "=" + tasks);
    }

    /** Replaces the tasks of a service one by one, and returns when the last one is replaced. */
    void roll(String service) {
        docker("service", "update", "--force", "--update-monitor", "1s", "--quiet", full(service));
    }

    /** Starts the tasks of a service anew, with other settings. */
    void set(String service, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of("service", "update", "--detach", "--force"));
        settings.forEach((variable, value) -> command.addAll(List.of("--env-add", variable + "=" + value)));
        command.add(full(service));
        docker(command.toArray(String[]::new));
    }

    /** The containers of a service that run, in the order in which they were made. */
    List<ServiceContainer> running(String service) {
        return containers(service, false);
    }

    /** Those that have ended among them. */
    List<ServiceContainer> all(String service) {
        return containers(service, true);
    }

    private List<ServiceContainer> containers(String service, boolean ended) {
        return Engine.client().listContainersCmd().withShowAll(ended)
                .withLabelFilter(Map.of(SERVICE, full(service))).exec().stream()
                .sorted(Comparator.comparing(Container::getCreated)).map(Container::getId)
                .map(ServiceContainer::new).toList();
    }

    /** Waits until so many of a service run and are healthy, and no others. */
    List<ServiceContainer> awaitHealthy(String service, int count) {
        Eventually.holds(count + " healthy " + service, Deployment.SOON, () -> {
            List<ServiceContainer> running = running(service);
            return running.size() == count && running.stream().allMatch(ServiceContainer::healthy);
        });
        return running(service);
    }

    /** Asks for the connections of all servers, as the stack file says: each line's counts, by its first word. */
    Map<String, List<Long>> summary() {
        Map<String, List<Long>> counts = new LinkedHashMap<>();
        docker("run", "--rm", "--network", name + "_default", "parkway-client-service", "summary", "--server",
                "dns:///tasks." + SERVER + ":50051").lines().skip(1).map(line -> line.strip().split(" +"))
                .forEach(words -> counts.put(words[0],
                        List.of(words).subList(1, words.length).stream().map(Long::valueOf).toList()));
        return counts;
    }

    private String full(String service) {
        return name + "_" + service;
    }

    private static String docker(String... arguments) {
        return docker(Map.of(), arguments);
    }

    private static String docker(Map<String, String> settings, String... arguments) {
        try {
            return Engine.docker(settings, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the logs, for whoever has to find out why a test failed, and takes everything down. */
    @Override
    public void close() {
        try {
            Files.createDirectories(LOGS);
            for (String service : List.of(SERVER, CLIENT)) {
                for (ServiceContainer each : all(service)) {
                    Files.write(LOGS.resolve(each.name() + ".err"), each.err());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            // They would get their time to drain, which nobody waits for.
            running(SERVER).forEach(each -> each.signal("KILL"));
            docker("stack", "rm", name);
            Eventually.holds("nothing is left of " + name, Deployment.SOON,
                    () -> running(SERVER).isEmpty() && running(CLIENT).isEmpty());
            leave();
        }
    }

    private void leave() {
        if (ownSwarm) {
            docker("swarm", "leave", "--force");
        }
    }
}
