package dev.parkway.service;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ChannelzService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a port of this process serves besides its own services, and who may inspect. */
public final class EndpointOptions {

    private static final int CHANNELZ_PAGE = 100;

    @Option(names = "--reflection", negatable = true, defaultValue = "${env:PARKWAY_REFLECTION:-true}",
            fallbackValue = "true",
            description = "Describe the services to general tools. Default: yes.")
    private boolean reflection = true;

    @Option(names = "--channelz", negatable = true, defaultValue = "${env:PARKWAY_CHANNELZ:-true}",
            fallbackValue = "true",
            description = "Serve gRPC's channelz, which shows this process's sockets, calls and channels, to those "
                    + "who may inspect. Default: yes.")
    private boolean channelz = true;

    @Option(names = "--allow-inspection", paramLabel = "NAME,...", split = ",",
            defaultValue = "${env:PARKWAY_ALLOW_INSPECTION:-}",
            description = "Who may inspect and use reflection: the names, one of which a caller's certificate must "
                    + "have as its common, DNS or URI name. Needs mutual TLS. Default: all callers.")
    private List<String> allowInspection = List.of();

    @Option(names = "--health-port", paramLabel = "PORT", converter = PortConverter.class,
            defaultValue = "${env:PARKWAY_HEALTH_PORT}",
            description = "A port of loopback, plaintext, that tells health and nothing else, for a probe beside "
                    + "the process that has no certificate; 0 for a free one. Default: none.")
    private Optional<Integer> healthPort = Optional.empty();

    /** Creates the options; picocli does. */
    public EndpointOptions() {}

    /** {@return whether general tools are told of the services} */
    public boolean reflection() {
        return reflection;
    }

    /**
     * Adds what is served to those who inspect, whatever the process.
     *
     * @param services the process's own
     * @return these, and channelz if it is wanted
     */
    public List<BindableService> inspection(List<BindableService> services) {
        return channelz
                ? Stream.concat(services.stream(), Stream.of(ChannelzService.newInstance(CHANNELZ_PAGE)))
                        .toList()
                : services;
    }

    /** {@return the port that tells health alone, if there is one} */
    public Optional<Integer> healthPort() {
        return healthPort;
    }

    /**
     * {@return who may inspect and use reflection}
     *
     * @param mutual whether callers prove who they are
     * @throws IllegalArgumentException if some are named who cannot prove it
     */
    public AllowList inspectors(boolean mutual) {
        return AllowList.of("--allow-inspection", allowInspection, mutual);
    }
}
