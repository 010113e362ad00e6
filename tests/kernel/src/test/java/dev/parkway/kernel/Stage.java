package dev.parkway.kernel;

import dev.parkway.script.Script;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where plays are played: two hosts joined by a cable, and the kernel's trace of their sockets. All of it is
 * made by {@code stage.sh}, in namespaces that nobody else sees, and is gone when the stage is closed.
 */
final class Stage implements AutoCloseable {

    /** This machine cannot set a stage. The message says why. */
    static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1L;

        private Unavailable(String message) {
            super(message);
        }
    }

    private static final int CANNOT = 77;
    private static final Duration FOR_LAST_EVENTS = Duration.ofSeconds(3);
    private static final AtomicInteger STAGES = new AtomicInteger();
    private static final int FIRST_PORT = 20_000;
    private static final String FILTER = "sport >= " + FIRST_PORT + " && sport < 30000";

    private final Child script;
    private final String name;
    private final Host client;
    private final Host server;
    private int nextPort = FIRST_PORT;

    private Stage(Child script, String name, String clientAddress, String serverAddress) {
        this.script = script;
        this.name = name;
        client = new Host(Side.CLIENT, clientAddress, serverAddress, script.pid());
        server = new Host(Side.SERVER, serverAddress, clientAddress, script.pid());
        client.reset();
        server.reset();
    }

    /**
     * Sets a stage.
     *
     * @throws Unavailable if it cannot be had here
     */
    static Stage set() throws Unavailable {
        int number = STAGES.incrementAndGet();
        long pid = ProcessHandle.current().pid();
        String name = "parkway-" + pid + "-" + number;
        // Of the range for tests between networks, RFC 2544; no other run's, whose events the trace has too.
        String rest = "." + pid / 250 % 256 + "." + (1 + pid % 250);
        String clientAddress = "198.18" + rest;
        String serverAddress = "198.19" + rest;
        var script = new Child("stage.sh",
                List.of("sh", scriptFile(), name, clientAddress, serverAddress, FILTER));
        List<String> said = new ArrayList<>();
        for (String line = script.hear(); !line.equals("ready"); line = script.hear()) {
            if (line.equals(Child.END)) {
                int code = script.exitCode();
                if (code == CANNOT) {
                    throw new Unavailable(said.getLast());
                }
                throw new AssertionError("stage.sh ended with " + code + ": " + said);
            }
            said.add(line);
        }
        return new Stage(script, name, clientAddress, serverAddress);
    }

    /**
     * Plays, and returns the kernel's events in their order.
     *
     * <p>It waits until the socket table lists both ends where the scripts leave them: in TIME_WAIT if that
     * is where a script's last CLOSED comes from, since Linux takes a minute for it; else nowhere if CLOSED.
     */
    List<KernelEvent> play(Play play) {
        End clientEnd = new End(client, nextPort, nextPort + 1);
        End serverEnd = new End(server, nextPort + 1, nextPort);
        nextPort += 2;
        clear();
        try {
            play.drive(clientEnd, serverEnd);
            clientEnd.awaits(lastListed(play.scenario().client()));
            serverEnd.awaits(lastListed(play.scenario().server()));
            List<KernelEvent.Bound> ends = List.of(clientEnd.bound(), serverEnd.bound());
            // The table may be a moment ahead: TIME_WAIT is listed before the socket closes that it is for.
            int expected = new Expectation(play.scenario(), EnumSet.allOf(Difference.class)).size();
            boolean _ = Await.within(FOR_LAST_EVENTS, () -> events(ends).size() >= expected);
            return events(ends);
        } finally {
            clientEnd.leave();
            serverEnd.leave();
        }
    }

    /** The names of all traces that are there, this stage's own and others'. */
    List<String> traces() {
        try (var names = Files.list(instances())) {
            return names.map(each -> Objects.requireNonNull(each.getFileName()).toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return script.isAlive() || client.isAlive() || server.isAlive();
    }

    /** Ends it by SIGKILL, so that it cannot take anything down. */
    void kill() {
        try (client; server) {
            script.kill();
        }
    }

    /** Takes all of it down. */
    @Override
    public void close() {
        try (client; server; script) {
            int code = script.exitCode();
            if (code != 0) {
                throw new AssertionError("stage.sh ended with " + code);
            }
        }
    }

    private static TcpState lastListed(Script script) {
        if (script.states() == 0) {
            return TcpState.CLOSED;
        }
        Transition last = script.transitions().getLast();
        if (last.from() == TcpState.TIME_WAIT) {
            return TcpState.TIME_WAIT;
        }
        // The table's LISTEN is the listener's, between no two ports.
        return last.to() == TcpState.LISTEN ? TcpState.CLOSED : TcpState.of(last.to());
    }

    private void clear() {
        try {
            Files.write(trace(), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<KernelEvent> events(List<KernelEvent.Bound> ends) {
        try {
            return KernelEvent.read(Files.readAllLines(trace()), ends);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path trace() {
        return instances().resolve(name, "trace");
    }

    /** Where the traces are, seen from outside the mount namespace that they are mounted in. */
    private Path instances() {
        return Path.of("/proc", Long.toString(script.pid()), "root/run/tracing/instances");
    }

    private static String scriptFile() {
        try {
            return Path.of(Objects.requireNonNull(Stage.class.getResource("stage.sh")).toURI()).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
