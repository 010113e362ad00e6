package dev.parkway.endtoend;

import com.github.dockerjava.api.model.Container;
import io.grpc.ChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.ComposeContainer;

/** The user's own compose file, brought up by the local {@code docker compose}: one server and some clients. */
final class Deployment implements AutoCloseable {

    /** More than enough for what happens at once, on a machine that is busy. */
    static final Duration SOON = Duration.ofSeconds(90);

    static final File COMPOSE_FILE = Path.of("..", "..", "docker-compose.yml").toAbsolutePath().normalize()
            .toFile();

    static final File TLS_FILE = COMPOSE_FILE.toPath().resolveSibling("compose.tls.yml").toFile();

    static final int SERVER_PORT = 50051;
    private static final int CLIENT_PORT = 50052;
    private static final String SERVER = "server-service";
    private static final String CLIENT = "client-service";
    private static final String CERTIFICATES = "certificates";
    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";
    private static final String NUMBER = "com.docker.compose.container-number";
    private static final Path LOGS = Path.of("target", "container-logs");

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Plan plan;
    private final ComposeContainer compose;
    private final String project;

    Deployment(Plan plan) {
        this.plan = plan;
        String mark = "parkway-%d-%d-".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        compose = new ComposeContainer(mark, plan.files())
                .withScaledService(CLIENT, plan.clients())
                .withEnv(plan.settings())
                // The base image is the build's business, and there is nothing else to pull.
                .withPull(false);
        // Those that are not scaled would not be started.
        plan.added().forEach(service -> compose.withScaledService(service, 1));
        try {
            compose.start();
        } catch (RuntimeException e) {
            // Compose says only which container failed; why is in that one's last words.
            String why = projectOf(mark).map(Deployment::lastWords).orElse("no container was made");
            compose.stop();
            throw new IllegalStateException(mark + " did not come up; " + why, e);
        }
        project = projectOf(mark).orElseThrow();
    }

    /** Finds the whole name of a project, which ends at random. */
    private static Optional<String> projectOf(String mark) {
        return Engine.client().listContainersCmd().withShowAll(true).withLabelFilter(List.of(PROJECT)).exec()
                .stream()
                .map(each -> each.getLabels().get(PROJECT))
                .filter(each -> each.startsWith(mark))
                .findFirst();
    }

    private static String lastWords(String project) {
        keepLogs(project);
        return Stream.of(CERTIFICATES, SERVER, CLIENT)
                .flatMap(service -> containers(project, service).stream())
                .map(each -> each.name() + ": " + String.join(" ", each.err()).strip())
                .collect(Collectors.joining("; "));
    }

    /** Builds all images from the sources, as the first {@code docker compose up} does. */
    static void buildImages() throws IOException {
        Engine.docker(Map.of(), "compose", "--file", COMPOSE_FILE.toString(), "--file", TLS_FILE.toString(),
                "build");
    }

    ServiceContainer server() {
        return containers(project, SERVER).getFirst();
    }

    /** The one container of a service that a laid-over file adds. */
    ServiceContainer of(String service) {
        return containers(project, service).getFirst();
    }

    /** The compose file's own name for this deployment. */
    String project() {
        return project;
    }

    /** The client containers in the order of their numbers, those that have ended among them. */
    List<ServiceContainer> clients() {
        return containers(project, CLIENT);
    }

    private static List<ServiceContainer> containers(String project, String service) {
        return Engine.client().listContainersCmd().withShowAll(true)
                .withLabelFilter(Map.of(PROJECT, project, SERVICE, service)).exec().stream()
                .sorted(Comparator.comparingInt(each -> Integer.parseInt(each.getLabels().get(NUMBER))))
                .map(Container::getId)
                .map(ServiceContainer::new)
                .toList();
    }

    /** Starts more clients, up to so many, as a user does while it runs; returns those that are new. */
    List<ServiceContainer> scaleClients(int count) {
        List<ServiceContainer> before = clients();
        List<String> command = new ArrayList<>(List.of("compose", "--project-name", project));
        plan.files().forEach(file -> command.addAll(List.of("--file", file.toString())));
        command.addAll(
                List.of("up", "--detach", "--no-build", "--no-recreate", "--scale", CLIENT + "=" + count));
        try {
            Engine.docker(plan.settings(), command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return clients().stream().filter(each -> !before.contains(each)).toList();
    }

    /** A tool that looks at the server through its published port. */
    ReflectionClient lookAtServer() {
        return new ReflectionClient(Engine.publishedAt(), server().published(SERVER_PORT));
    }

    /** A tool that looks at a client through its published port. */
    ReflectionClient lookAt(ServiceContainer client) {
        return new ReflectionClient(Engine.publishedAt(), client.published(CLIENT_PORT));
    }

    /** A tool that looks at the server with credentials; the server's certificate must be the server's. */
    ReflectionClient lookAtServer(ChannelCredentials credentials) {
        return new ReflectionClient(Engine.publishedAt(), server().published(SERVER_PORT), credentials,
                SERVER);
    }

    /** The same at a client. */
    ReflectionClient lookAt(ServiceContainer client, ChannelCredentials credentials) {
        return new ReflectionClient(Engine.publishedAt(), client.published(CLIENT_PORT), credentials, CLIENT);
    }

    /** The container that made the certificates, which has ended. */
    ServiceContainer certificates() {
        return containers(project, CERTIFICATES).getFirst();
    }

    /** Keeps the logs, for whoever has to find out why a test failed, and takes everything down. */
    @Override
    public void close() {
        try {
            keepLogs(project);
        } finally {
            compose.stop();
        }
    }

    private static void keepLogs(String project) {
        try {
            Files.createDirectories(LOGS);
            for (Container each : Engine.client().listContainersCmd().withShowAll(true)
                    .withLabelFilter(Map.of(PROJECT, project)).exec()) {
                ServiceContainer container = new ServiceContainer(each.getId());
                Files.write(LOGS.resolve(container.name() + ".out"), container.out());
                Files.write(LOGS.resolve(container.name() + ".err"), container.err());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
