package dev.parkway.server;

import dev.parkway.service.AllowList;
import dev.parkway.service.Certificates;
import dev.parkway.service.EndpointOptions;
import dev.parkway.service.EndpointPlan.Access;
import dev.parkway.service.EndpointPlan.Places;
import dev.parkway.service.GrpcEndpoint;
import dev.parkway.service.PortConverter;
import dev.parkway.service.TlsOptions;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who may do what at the server, and at which port. */
final class AccessOptions {

    @Mixin
    TlsOptions tls = new TlsOptions();

    @Option(names = "--tls-client-ca", paramLabel = "FILE", defaultValue = "${env:PARKWAY_TLS_CLIENT_CA:-}",
            description = "Mutual TLS: every client must show a certificate by one of these issuers, PEM. "
                    + "Default: clients show none.")
    String clientIssuers = "";

    @Option(names = "--allow-control", paramLabel = "NAME,...", split = ",",
            defaultValue = "${env:PARKWAY_ALLOW_CONTROL:-}",
            description = "Who may open sessions and report: the names, one of which a client's certificate must "
                    + "have as its common, DNS or URI name. Needs mutual TLS. Default: all clients.")
    List<String> allowControl = List.of();

    @Option(names = "--inspection", negatable = true, defaultValue = "${env:PARKWAY_INSPECTION:-true}",
            fallbackValue = "true",
            description = "Serve inspection. Default: yes.")
    boolean inspection = true;

    @Mixin
    EndpointOptions endpoint = new EndpointOptions();

    @Option(names = "--admin-port", paramLabel = "PORT", converter = PortConverter.class,
            defaultValue = "${env:PARKWAY_ADMIN_PORT}",
            description = "A port of its own for inspection and reflection, which the main port then lacks; 0 for "
                    + "a free one. Default: none.")
    Optional<Integer> adminPort = Optional.empty();

    @Option(names = "--admin-host", paramLabel = "HOST", defaultValue = "${env:PARKWAY_ADMIN_HOST:-}",
            description = "The address of that port. Default: as --host.")
    String adminHost = "";

    /**
     * Reads the certificates.
     *
     * @param others whether this server asks others, which speak TLS if it does
     * @throws IllegalArgumentException if flags do not go together or a file cannot be used: which, and why
     */
    Certificates certificates(boolean others) {
        if (!clientIssuers.isEmpty() && !tls.shown()) {
            throw new IllegalArgumentException(
                    "--tls-client-ca is set without a certificate of the server's own; "
                            + "allowed is it with --tls-certificate and --tls-key");
        }
        if (adminPort.isPresent() && !inspection && !endpoint.reflection()) {
            throw new IllegalArgumentException("--admin-port is set and there is nothing to serve there; "
                    + "allowed is it with --inspection or --reflection");
        }
        if (!adminHost.isEmpty() && adminPort.isEmpty()) {
            throw new IllegalArgumentException("--admin-host is set alone; allowed is it with --admin-port");
        }
        // These, too, are refused before anything starts.
        AllowList _ = attachers();
        AllowList _ = inspectors();
        return tls.load(others && tls.shown(), clientIssuers);
    }

    /** Says whether callers prove who they are. */
    boolean isMutual() {
        return !clientIssuers.isEmpty();
    }

    /** Says whether only some may inspect. */
    boolean namesInspectors() {
        return !inspectors().isOpen();
    }

    private AllowList attachers() {
        return AllowList.of("--allow-control", allowControl, isMutual());
    }

    private AllowList inspectors() {
        return endpoint.inspectors(isMutual());
    }

    Access access(Certificates certificates) {
        return new Access(certificates.ofServer(), attachers(), inspectors());
    }

    /** Returns where this server can be inspected once it listens. */
    InetSocketAddress inspected(String host, GrpcEndpoint endpoint) {
        return adminPort.isEmpty() ? InetSocketAddress.createUnresolved(host, endpoint.port())
                : InetSocketAddress.createUnresolved(adminHost(host), endpoint.ports().get(1));
    }

    Places places(String host, int port) {
        return new Places(new InetSocketAddress(host, port),
                adminPort.map(admin -> new InetSocketAddress(adminHost(host), admin)),
                endpoint.healthPort());
    }

    private String adminHost(String host) {
        return adminHost.isEmpty() ? host : adminHost;
    }
}
