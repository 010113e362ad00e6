package dev.parkway.kernel;

import dev.parkway.script.Side;
import dev.parkway.tcp.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One of the two hosts: a network namespace, and a program in it that has sockets. */
final class Host implements AutoCloseable {

    private static final int AS_EVER = 6;

    private final Side side;
    private final String address;
    private final String peerAddress;
    private final long stagePid;
    private final Child program;

    Host(Side side, String address, String peerAddress, long stagePid) {
        this.side = side;
        this.address = address;
        this.peerAddress = peerAddress;
        this.stagePid = stagePid;
        program = new Child(side + "'s sockets", within("ip", "netns", "exec", side.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m",
                "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true", "-cp", classes(),
                Sockets.class.getName(), address, peerAddress));
    }

    Side side() {
        return side;
    }

    String address() {
        return address;
    }

    void call(Sockets.Call call, int ownPort, int peerPort) {
        program.say(call + " " + ownPort + " " + peerPort);
        String answer = program.hear();
        if (!answer.equals("ok")) {
            throw new AssertionError(side + ": " + answer);
        }
    }

    /** Keeps back whatever it sends from now on. */
    void hold() {
        // To an address that it has forgotten and nobody tells it, the kernel sends nothing, and queues.
        Child.run(within("ip", "-n", side.toString(), "neigh", "del", peerAddress, "dev", "eth0"));
    }

    /** Loses what it keeps back, and goes on keeping back; there must be something. */
    void lose() {
        // The queue is the forgotten address's own and goes with it.
        hold();
    }

    /** Sends what it keeps back, in order, and keeps back nothing any more. */
    void release() {
        Child.run(within("ip", "-n", side.toString(), "neigh", "replace", peerAddress, "lladdr",
                "02:00:00:00:00:0" + (side == Side.CLIENT ? 2 : 1), "nud", "permanent", "dev", "eth0"));
    }

    /** Says how often it sends a SYN again before it gives up. Once takes it 3 s. */
    void sendSynAgain(int times) {
        Child.run(within("ip", "netns", "exec", side.toString(), "sh", "-c",
                "echo " + times + " >/proc/sys/net/ipv4/tcp_syn_retries"));
    }

    /** Has nothing special about it any more. */
    void reset() {
        release();
        sendSynAgain(AS_EVER);
    }

    /**
     * The states of all sockets between two ports, in the kernel's own table, listeners excepted: requests
     * and TIME_WAIT included, none if there is no connection. Two only while one socket replaces another.
     */
    Set<TcpState> listed(int ownPort, int peerPort) {
        Set<TcpState> states = EnumSet.noneOf(TcpState.class);
        String wantedOwn = hex(ownPort);
        String wantedPeer = hex(peerPort);
        // sl local_address rem_address st ..., addresses as in 010712C6:1388
        try (Stream<String> table = Files.lines(Path.of("/proc", Long.toString(program.pid()), "net/tcp"))) {
            table.skip(1).map(line -> line.strip().split("\\s+", 5)).forEach(columns -> {
                if (columns[1].endsWith(wantedOwn) && columns[2].endsWith(wantedPeer)) {
                    states.add(LinuxState.listed(columns[3]));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return states;
    }

    boolean isAlive() {
        return program.isAlive();
    }

    @Override
    public void close() {
        program.close();
    }

    private List<String> within(String... command) {
        return Stream.concat(Stream.of("nsenter", "--target", Long.toString(stagePid), "--mount"),
                Stream.of(command)).toList();
    }

    private static String hex(int port) {
        return ":%04X".formatted(port);
    }

    private static String classes() {
        return Path.of(Sockets.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }
}
