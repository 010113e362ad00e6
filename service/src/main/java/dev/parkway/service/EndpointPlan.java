package dev.parkway.service;

import dev.parkway.telemetry.Telemetry;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a gRPC endpoint serves, to whom and where.
 *
 * @param places where
 * @param access to whom
 * @param keepAlive when to ask silent clients
 * @param services what
 * @param telemetry who measures it
 */
public record EndpointPlan(Places places, Access access, KeepAliveOptions keepAlive, Services services,
        Telemetry telemetry) {

    /**
     * Plans an endpoint that nobody measures.
     *
     * @param places where
     * @param access to whom
     * @param keepAlive when to ask silent clients
     * @param services what
     */
    public EndpointPlan(Places places, Access access, KeepAliveOptions keepAlive, Services services) {
        this(places, access, keepAlive, services, Telemetry.NONE);
    }

    /**
     * Where it listens.
     *
     * @param main for all services, or all but inspection
     * @param admin for inspection and reflection alone, if they are to have a port of their own
     * @param healthPort a port of loopback for health alone, in plaintext, if there is to be one
     */
    public record Places(InetSocketAddress main, Optional<InetSocketAddress> admin,
            Optional<Integer> healthPort) {}

    /**
     * Who may call.
     *
     * @param credentials what the endpoint shows, and asks of its clients
     * @param attach who may attach
     * @param inspect who may inspect and use reflection
     */
    public record Access(ServerCredentials credentials, AllowList attach, AllowList inspect) {

        /** Everybody, over plaintext. */
        public static final Access OPEN = new Access(InsecureServerCredentials.create(),
                AllowList.everybody(), AllowList.everybody());
    }

    /**
     * Which services there are, besides health.
     *
     * @param direct for those who attach, with methods that never block: they run on the network's own threads
     * @param attached for those who attach, with methods that may take their time
     * @param inspection for those who inspect, in the same way
     * @param reflection whether reflection comes with inspection, so that general tools need no proto file
     */
    public record Services(List<ServerServiceDefinition> direct, List<BindableService> attached,
            List<BindableService> inspection, boolean reflection) {

        /** Takes copies of its lists. */
        public Services {
            direct = List.copyOf(direct);
            attached = List.copyOf(attached);
            inspection = List.copyOf(inspection);
        }
    }
}
