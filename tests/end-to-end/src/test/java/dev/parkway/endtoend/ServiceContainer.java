package dev.parkway.endtoend;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecInContainerPattern;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.utility.LogUtils;

/**
 * One container of a service, seen from outside.
 *
 * @param id the engine's name for it
 */
record ServiceContainer(String id) {

    private static final String HEALTHY = "healthy";

    InspectContainerResponse inspect() {
        return Engine.client().inspectContainerCmd(id).exec();
    }

    /** As compose names it, as in {@code project-client-service-2}. */
    String name() {
        return inspect().getName().substring(1);
    }

    boolean running() {
        return Boolean.TRUE.equals(inspect().getState().getRunning());
    }

    boolean healthy() {
        var health = inspect().getState().getHealth();
        return health != null && HEALTHY.equals(health.getStatus());
    }

    ServiceContainer awaitHealthy() {
        Eventually.holds(name() + " is healthy", Deployment.SOON, this::healthy);
        return this;
    }

    /** Where a port of the container is published on this machine. */
    int published(int port) {
        Ports.Binding[] bindings = inspect().getNetworkSettings().getPorts().getBindings()
                .get(ExposedPort.tcp(port));
        if (bindings == null || bindings.length == 0) {
            throw new AssertionError(name() + " does not publish port " + port);
        }
        return Integer.parseInt(bindings[0].getHostPortSpec());
    }

    /** What it has written on standard output so far, by lines. */
    List<String> out() {
        return LogUtils.getOutput(Engine.client(), id, OutputType.STDOUT).lines().toList();
    }

    /** What it has written on standard error so far, by lines. */
    List<String> err() {
        return LogUtils.getOutput(Engine.client(), id, OutputType.STDERR).lines().toList();
    }

    /** Waits for a line on standard error and returns the match. */
    Matcher awaitErr(String regex, Duration atMost) {
        Pattern pattern = Pattern.compile(regex);
        return Eventually.see(name() + " logs " + regex, atMost, () -> err().stream()
                .map(pattern::matcher).filter(Matcher::find).findFirst());
    }

    /** The public name of the session that this client has opened. */
    String awaitSession() {
        return awaitErr("session ([0-9a-f]{8}) opened", Deployment.SOON).group(1);
    }

    void awaitOut(String line, Duration atMost) {
        Eventually.holds(name() + " prints " + line, atMost, () -> out().contains(line));
    }

    /** Waits until so many lines on standard output end in a state. */
    void awaitOutEnding(String state, int lines) {
        Eventually.holds(name() + " prints " + lines + " times " + state, Deployment.SOON,
                () -> out().stream().filter(each -> each.endsWith("] " + state)).count() >= lines);
    }

    /** Sends a signal to its process and does not wait. */
    void signal(String name) {
        Engine.client().killContainerCmd(id).withSignal(name).exec();
    }

    /** Waits until it has ended and returns its exit code. */
    int awaitExit(Duration atMost) {
        return Engine.client().waitContainerCmd(id).exec(new WaitContainerResultCallback())
                .awaitStatusCode(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a command of the container's own in it, as its user. */
    ExecResult exec(String... command) {
        try {
            return ExecInContainerPattern.execInContainer(Engine.client(), inspect(), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }

    /** Asks its Java process something, as an operator does. */
    String jcmd(String... question) {
        String[] command = new String[question.length + 2];
        command[0] = "jcmd";
        command[1] = "1";
        System.arraycopy(question, 0, command, 2, question.length);
        return exec(command).getStdout();
    }

    /** How many objects of some classes are alive in its Java process, after a full garbage collection. */
    long alive(String... types) {
        String histogram = jcmd("GC.class_histogram");
        if (!histogram.contains("java.lang.String")) {
            throw new AssertionError("no histogram: " + histogram);
        }
        String wanted = Stream.of(types).map(Pattern::quote).collect(Collectors.joining("|"));
        Pattern row = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(?:" + wanted + ")(?: \\(.*\\))?");
        return histogram.lines().map(row::matcher).filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1))).sum();
    }
}
