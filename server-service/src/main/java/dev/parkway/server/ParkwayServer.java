package dev.parkway.server;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Observer;
import dev.parkway.control.ControlServer;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.ReportService;
import dev.parkway.inspection.ReportingSession;
import dev.parkway.service.Certificates;
import dev.parkway.service.EndpointPlan;
import dev.parkway.service.EndpointPlan.Services;
import dev.parkway.service.GrpcEndpoint;
import dev.parkway.service.MoveLog;
import dev.parkway.service.Transcript;
import dev.parkway.tcp.Scenarios;
import dev.parkway.tcp.Side;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.Transition;
import dev.parkway.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: listener, sessions, inspection, and the port where all of it is reached. */
final class ParkwayServer {

    private static final Logger log = LoggerFactory.getLogger(ParkwayServer.class);
    private static final Duration STOP_GRACE = Duration.ofSeconds(1);

    private final Listener listener;
    private final ControlServer control;
    private final Journal journal;
    private final GrpcEndpoint endpoint;
    private final Duration drain;
    private final Telemetry telemetry;

    private ParkwayServer(Listener listener, ControlServer control, Journal journal, GrpcEndpoint endpoint,
            Duration drain, Telemetry telemetry) {
        this.listener = listener;
        this.control = control;
        this.journal = journal;
        this.endpoint = endpoint;
        this.drain = drain;
        this.telemetry = telemetry;
    }

    static ParkwayServer start(ServerOptions options, Scenarios scenarios, Certificates certificates,
            Telemetry telemetry) throws IOException {
        SessionLabels labels = new SessionLabels(options.show.transcriptMode());
        Transcript transcript = options.show.transcript(labels::of);
        EpochClock clock = new EpochClock();
        Listener listener = new Listener(clock, transition -> announce(transition, transcript));
        InspectionLimits limits = InspectionLimits.keeping(options.journal);
        Duration twoMsl = options.msl.multipliedBy(2);
        Journal journal = new Journal(limits, twoMsl);
        Conditions conditions = new Conditions(twoMsl, clock,
                observer(List.of(transcript, journal, new MoveLog()), telemetry), options.show.pace(),
                telemetry.timers());
        ServerSessions sessions = new ServerSessions(scenarios, listener, conditions,
                new SessionNews(labels, journal, telemetry));

        Address address = new Address(options);
        String instance = "%08x".formatted(ThreadLocalRandom.current().nextInt());
        ControlServer control = new ControlServer(sessions, options.limits(), instance, address::toString);
        ReportService reports = new ReportService(journal, limits, (id, caller) -> control.session(id, caller)
                .map(info -> new ReportingSession(id.name(), sessions.scenario(info.terms()))));
        AccessOptions access = options.access;
        GrpcEndpoint endpoint = GrpcEndpoint.start(new EndpointPlan(
                access.places(options.host, options.port), access.access(certificates), options.keepAlive,
                new Services(List.of(control.service()), List.of(reports),
                        access.endpoint.inspection(access.inspection
                                ? List.of(new InspectionService(journal, limits, scenarios)) : List.of()),
                        access.endpoint.reflection()),
                telemetry));
        telemetry.count(control.traffic());
        telemetry.count(journal);
        address.port = endpoint.port();

        log.info("instance {} listens on {}:{}{}, dial it again at {}", instance, options.host,
                endpoint.port(), endpoint.otherPorts(), address);
        listener.open();
        endpoint.serve();
        return new ParkwayServer(listener, control, journal, endpoint, options.drain, telemetry);
    }

    private static Observer observer(List<Observer> own, Telemetry telemetry) {
        return Observer.all(Stream.concat(own.stream(), telemetry.observers().stream()).toList());
    }

    private static void announce(Transition transition, Transcript transcript) {
        log.debug("listener {}", transition);
        // Opening it is the seed's first two lines; closing it is the process's end and nobody's state.
        if (transition.from() == null || transition.to() == TcpState.LISTEN) {
            transcript.print(Transcript.name(Side.SERVER), transition);
        }
    }

    int port() {
        return endpoint.port();
    }

    void awaitTermination() throws InterruptedException {
        endpoint.awaitTermination();
    }

    /** Health first, then the connections, then the port. */
    void stop() {
        try {
            endpoint.drain();
            listener.close();
            long left = control.drain(drain);
            if (left > 0) {
                log.warn("{} connections' threads did not end in time", left);
            }
            journal.close();
            endpoint.stop(STOP_GRACE);
            telemetry.close();
            log.info("stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where clients can dial this process again; the port is known once it listens. */
    private static final class Address {

        private final ServerOptions options;
        private volatile int port;

        Address(ServerOptions options) {
            this.options = options;
        }

        @Override
        public String toString() {
            return options.advertise.isEmpty() ? host() + ":" + port : options.advertise;
        }

        private String host() {
            if (!options.host.equals("0.0.0.0") && !options.host.equals("::")) {
                return options.host;
            }
            try {
                return InetAddress.getLocalHost().getHostAddress();
            } catch (UnknownHostException e) {
                return options.host;
            }
        }
    }
}
