package dev.parkway.endtoend;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerNetwork.Ipam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What goes wrong with containers, by the engine's own means and by those of a container's network namespace. */
final class Faults {

    private static final Duration COMMAND = Duration.ofSeconds(20);

    private final String network;
    private int injected;

    Faults(String project) {
        network = project + "_control";
    }

    /** How many there were so far. */
    int injected() {
        return injected;
    }

    /** Counts one that is not injected here. */
    void count() {
        injected++;
    }

    /** Takes a container off the network of the control streams; what it returns puts it back there. */
    Runnable cut(ServiceContainer container) {
        injected++;
        ContainerNetwork before = place(container);
        List<String> aliases = before.getAliases();
        Engine.client().disconnectFromNetworkCmd().withNetworkId(network).withContainerId(container.id())
                .exec();
        return () -> Engine.client().connectToNetworkCmd().withNetworkId(network)
                .withContainerId(container.id())
                .withContainerNetwork(new ContainerNetwork()
                        .withAliases(aliases == null ? List.of() : aliases)
                        .withIpamConfig(new Ipam().withIpv4Address(before.getIpAddress())))
                .exec();
    }

    private ContainerNetwork place(ServiceContainer container) {
        ContainerNetwork place = container.inspect().getNetworkSettings().getNetworks().get(network);
        if (place == null) {
            throw new AssertionError(container.name() + " is not on " + network);
        }
        return place;
    }

    /** Freezes a container; what it returns lets it go on. */
    Runnable pause(ServiceContainer container) {
        injected++;
        Engine.client().pauseContainerCmd(container.id()).exec();
        return () -> Engine.client().unpauseContainerCmd(container.id()).exec();
    }

    /** Kills a container with -9 and waits for its end; what it returns starts it again. */
    Runnable kill(ServiceContainer container) {
        injected++;
        container.signal("KILL");
        int _ = container.awaitExit(Deployment.SOON);
        return () -> Engine.client().startContainerCmd(container.id()).exec();
    }

    /** Stops a container in order, and starts it again. */
    void restart(ServiceContainer container) {
        injected++;
        Engine.client().restartContainerCmd(container.id()).exec();
    }

    /** Answers every packet of the control streams that arrives by a reset, until what it returns is run. */
    Runnable reset(ServiceContainer container) {
        injected++;
        return rule(container, "INPUT", "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset");
    }

    /** Loses a share of the packets in each direction, until what it returns is run. */
    Runnable lose(ServiceContainer container, double share) {
        injected++;
        String[] how = {"-m", "statistic", "--mode", "random", "--probability", Double.toString(share), "-j",
                "DROP"};
        Runnable out = rule(container, "OUTPUT", how);
        Runnable in = rule(container, "INPUT", how);
        return () -> {
            out.run();
            in.run();
        };
    }

    private Runnable rule(ServiceContainer container, String chain, String... how) {
        List<String> rule = new ArrayList<>(List.of("iptables", "-w", "-A", chain,
                chain.equals("OUTPUT") ? "-o" : "-i", device(container)));
        rule.addAll(List.of(how));
        inNetworkOf(container, rule);
        return () -> {
            rule.set(rule.indexOf("-A"), "-D");
            inNetworkOf(container, rule);
        };
    }

    /** Lets a container send so much and no more on the network of the control streams. */
    Runnable starve(ServiceContainer container, String rate) {
        injected++;
        String device = device(container);
        inNetworkOf(container, List.of("tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", rate,
                "burst", "2kb", "limit", "16kb"));
        return () -> inNetworkOf(container, List.of("tc", "qdisc", "del", "dev", device, "root"));
    }

    /** The name that a container has for its end of the network. */
    private String device(ServiceContainer container) {
        String address = place(container).getIpAddress();
        return inNetworkOf(container, List.of("ip", "-o", "-4", "address")).lines()
                .filter(line -> line.contains(" " + address + "/"))
                .map(line -> line.split("\\s+", -1)[1]).findFirst().orElseThrow();
    }

    /** Runs a command of this machine on a container's network, for which one has to be root. */
    private static String inNetworkOf(ServiceContainer container, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net", "--target",
                String.valueOf(container.inspect().getState().getPidLong())));
        whole.addAll(command);
        try {
            Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", whole) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Leaves a fault in place for so long: its length is part of it, and nothing is decided by it. */
    static void hold(Duration time) {
        long endNanos = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - endNanos < 0) {
            LockSupport.parkNanos(endNanos - System.nanoTime());
        }
    }
}
