package dev.parkway.server;

import dev.parkway.inspection.MergedInspection;
import dev.parkway.service.Certificates;
import dev.parkway.service.NamedServers;
import io.grpc.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Whose connections the page shows: those of all servers of a name.
 *
 * @param name a gRPC target
 * @param inspected where this process can be inspected, as others see it
 * @param certificates by which the others know this process, and it them
 */
record PageServers(String name, InetSocketAddress inspected, Certificates certificates) {

    /** A page that waits longer for one of them would not be looked at. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Returns the servers, this process among them, which is asked by a channel of its own. The caller closes them. */
    NamedServers servers(Channel own) {
        return NamedServers.with(name, certificates,
                new NamedServers.Self(own, inspected.getHostString() + ":" + inspected.getPort(),
                        this::isOwn));
    }

    MergedInspection inspection(NamedServers servers) {
        return new MergedInspection(servers, PATIENCE);
    }

    private boolean isOwn(SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                && internet.getPort() == inspected.getPort() && isOwn(internet.getAddress());
    }

    private boolean isOwn(InetAddress address) {
        try {
            InetAddress listens = InetAddress.getByName(inspected.getHostString());
            return listens.isAnyLocalAddress()
                    ? address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null
                    : listens.equals(address);
        } catch (UnknownHostException | SocketException e) {
            // Then it counts as another, and is asked by the network.
            return false;
        }
    }
}
