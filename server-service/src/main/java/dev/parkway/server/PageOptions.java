package dev.parkway.server;

import dev.parkway.service.AllowList;
import dev.parkway.service.PortConverter;
import dev.parkway.service.ServerNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether and where connections are shown in a browser, and what may be done besides looking. */
final class PageOptions {

    @Option(names = "--page", negatable = true, defaultValue = "${env:PARKWAY_PAGE:-true}",
            fallbackValue = "true",
            description = "Show connections in a browser, in plaintext; only what inspection tells everybody. "
                    + "Default: yes.")
    boolean page = true;

    @Option(names = "--page-host", paramLabel = "HOST", defaultValue = "${env:PARKWAY_PAGE_HOST:-127.0.0.1}",
            description = "The address of the page. Default: 127.0.0.1.")
    String host = "127.0.0.1";

    @Option(names = "--page-port", paramLabel = "PORT", converter = PortConverter.class,
            defaultValue = "${env:PARKWAY_PAGE_PORT:-50080}",
            description = "The port of the page; 0 for a free one. Default: 50080.")
    int port;

    @Option(names = "--page-names", paramLabel = "NAME,...", split = ",",
            defaultValue = "${env:PARKWAY_PAGE_NAMES:-}",
            description = "Names that browsers may call the page by, besides localhost and addresses in digits; any "
                    + "other may be a foreign site's. Default: none.")
    List<String> names = List.of();

    @Option(names = "--page-servers", paramLabel = "NAME", defaultValue = "${env:PARKWAY_PAGE_SERVERS:-}",
            description = "Show the connections of all servers of this name, any gRPC target, and not those of this "
                    + "one alone; it must lead to where they can be inspected. Default: none.")
    String servers = "";

    @Option(names = "--operations", negatable = true, defaultValue = "${env:PARKWAY_OPERATIONS:-false}",
            fallbackValue = "true",
            description = "Let those who inspect, and the page's readers, start connections and pace them. "
                    + "Default: no.")
    boolean operations;

    @Option(names = "--allow-operations", paramLabel = "NAME,...", split = ",",
            defaultValue = "${env:PARKWAY_ALLOW_OPERATIONS:-}",
            description = "Who of those who inspect may do so over gRPC: the names, one of which a caller's "
                    + "certificate must have as its common, DNS or URI name. Needs mutual TLS. Default: all of them.")
    List<String> allowOperations = List.of();

    /**
     * Returns why there is no page, if there is none. It asks nobody who he is and speaks no TLS, so it must not tell
     * what others have to prove something for.
     */
    Optional<String> absence(AccessOptions access) {
        if (!page) {
            return Optional.of("--no-page is set");
        }
        if (!access.inspection) {
            return Optional.of("--no-inspection is set");
        }
        if (access.namesInspectors() || !operators(access).isOpen()) {
            return Optional.of("not everybody may inspect or operate, and it cannot tell who reads it");
        }
        return access.tls.shown() && !isLoopback()
                ? Optional.of("this server speaks TLS, and the page does not: allowed is it on loopback")
                : Optional.empty();
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Returns who may operate.
     *
     * @throws IllegalArgumentException if some are named who cannot prove it
     */
    AllowList operators(AccessOptions access) {
        return AllowList.of("--allow-operations", allowOperations, access.isMutual());
    }

    /**
     * Checks what can be checked before anything starts.
     *
     * @throws IllegalArgumentException if servers are named by what is no target
     */
    void check() {
        try {
            if (!servers.isEmpty()) {
                ServerNames.check(servers);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cannot read --page-servers '" + servers + "': " + e.getMessage()
                            + "; allowed are HOST:PORT and what gRPC calls a target",
                    e);
        }
    }

    InetSocketAddress place() {
        return new InetSocketAddress(host, port);
    }
}
