package dev.parkway.client;

import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.script.Scenarios;
import dev.parkway.service.AllowList;
import dev.parkway.service.Certificates;
import dev.parkway.service.EndpointPlan;
import dev.parkway.service.EndpointPlan.Access;
import dev.parkway.service.EndpointPlan.Places;
import dev.parkway.service.EndpointPlan.Services;
import dev.parkway.service.GrpcEndpoint;
import dev.parkway.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client's own connections did, and, if a port was given, where to ask for it. */
final class Inspection {

    private static final Logger log = LoggerFactory.getLogger(Inspection.class);
    private static final Duration STOP_GRACE = Duration.ofMillis(500);

    private final Journal journal;
    private final Optional<GrpcEndpoint> endpoint;

    private Inspection(Journal journal, Optional<GrpcEndpoint> endpoint) {
        this.journal = journal;
        this.endpoint = endpoint;
    }

    static Inspection start(ClientOptions options, Scenarios scenarios, Certificates certificates,
            Telemetry telemetry) throws IOException {
        InspectionLimits limits = InspectionLimits.keeping(options.journal);
        Journal journal = new Journal(limits, options.msl.multipliedBy(2));
        telemetry.count(journal);
        if (options.inspectionPort.isEmpty()) {
            return new Inspection(journal, Optional.empty());
        }
        Places places = new Places(
                new InetSocketAddress(options.inspectionHost, options.inspectionPort.get()), Optional.empty(),
                options.endpoint.healthPort());
        // Nobody attaches to a client.
        Access access = new Access(certificates.ofServer(), AllowList.everybody(), options.inspectors());
        GrpcEndpoint endpoint = GrpcEndpoint.start(new EndpointPlan(places, access, options.keepAlive,
                new Services(List.of(), List.of(),
                        options.endpoint
                                .inspection(List.of(new InspectionService(journal, limits, scenarios))),
                        options.endpoint.reflection()),
                telemetry));
        endpoint.serve();
        log.info("inspect this side at {}:{}{}", options.inspectionHost, endpoint.port(),
                endpoint.otherPorts());
        return new Inspection(journal, Optional.of(endpoint));
    }

    Journal journal() {
        return journal;
    }

    /** Stays until the process is told to end; at once if there is nothing to inspect. */
    void stay() throws InterruptedException {
        if (endpoint.isPresent()) {
            endpoint.get().awaitTermination();
        }
    }

    void stop() {
        journal.close();
        try {
            if (endpoint.isPresent()) {
                endpoint.get().stop(STOP_GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
