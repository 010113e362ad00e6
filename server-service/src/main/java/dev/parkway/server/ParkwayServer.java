package dev.parkway.server;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Loopback;
import dev.parkway.connection.Observer;
import dev.parkway.control.ControlServer;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.inspection.ReportService;
import dev.parkway.inspection.ReportingSession;
import dev.parkway.operation.OperationService;
import dev.parkway.operation.Pacer;
import dev.parkway.script.Scenarios;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.service.Certificates;
import dev.parkway.service.EndpointPlan;
import dev.parkway.service.EndpointPlan.Services;
import dev.parkway.service.GrpcEndpoint;
import dev.parkway.service.MoveLog;
import dev.parkway.service.Transcript;
import dev.parkway.tcp.TcpState;
import dev.parkway.telemetry.Telemetry;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
    private final Shown shown;
    private final GrpcEndpoint endpoint;
    private final Duration drain;
    private final Telemetry telemetry;

    /** What shows connections, paces them and starts some; without operations nobody is held and none are started. */
    private record Shown(Journal journal, Pacer pacer, Loopback loopback, Optional<LocalPage> page) {}

    private ParkwayServer(Listener listener, ControlServer control, Shown shown, GrpcEndpoint endpoint,
            Duration drain, Telemetry telemetry) {
        this.listener = listener;
        this.control = control;
        this.shown = shown;
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
        Pacer pacer = new Pacer(options.show.pace());
        boolean operations = options.page.operations;
        List<Observer> observers = new ArrayList<>(List.of(transcript, journal, new MoveLog()));
        if (operations) {
            observers.add(pacer);
        }
        observers.addAll(telemetry.observers());
        Conditions conditions = new Conditions(twoMsl, clock, Observer.all(observers),
                operations ? pacer : options.show.pace(), Duration.ZERO, telemetry.timers());
        ServerSessions sessions = new ServerSessions(scenarios, listener, conditions,
                new SessionNews(labels, journal, telemetry));

        String instance = "%08x".formatted(ThreadLocalRandom.current().nextInt());
        ControlServer control = new ControlServer(sessions, options.limits(), instance,
                () -> options.advertise);
        ReportService reports = new ReportService(journal, limits, (id, caller) -> control.session(id, caller)
                .map(info -> new ReportingSession(id.name(), sessions.scenario(info.terms()))));
        AccessOptions access = options.access;
        Loopback loopback = new Loopback(scenarios.all().getFirst(), listener, conditions);
        LocalServices services = new LocalServices(
                access.inspection ? List.of(new InspectionService(journal, limits, scenarios)) : List.of(),
                operations ? List.of(new OperationService(pacer, loopback, scenarios)) : List.of());
        GrpcEndpoint endpoint = GrpcEndpoint.start(new EndpointPlan(
                access.places(options.host, options.port), access.access(certificates), options.keepAlive,
                new Services(List.of(control.bindService()), List.of(reports),
                        access.endpoint.inspection(guarded(services, options)),
                        access.endpoint.reflection()),
                telemetry));
        telemetry.count(control.traffic());
        telemetry.count(journal);

        log.info("instance {} listens on {}:{}{}, dial it again {}", instance, options.host,
                endpoint.port(), endpoint.otherPorts(),
                options.advertise.isEmpty() ? "where it was reached" : "at " + options.advertise);
        listener.open();
        // Before it says that it serves: the page's port may be taken, and then this is no server to wait for.
        Optional<LocalPage> page;
        try {
            page = page(options, services, several(options, endpoint, certificates), scenarios);
        } catch (IOException e) {
            // Sessions may have been opened already.
            new ParkwayServer(listener, control, new Shown(journal, pacer, loopback, Optional.empty()),
                    endpoint,
                    options.drain, telemetry).stop();
            throw e;
        }
        endpoint.serve();
        return new ParkwayServer(listener, control, new Shown(journal, pacer, loopback, page), endpoint,
                options.drain, telemetry);
    }

    /** What others may call is called by those alone who are allowed to. */
    private static List<BindableService> guarded(LocalServices services, ServerOptions options) {
        Stream<BindableService> operation = services.operation().stream()
                .map(each -> () -> ServerInterceptors.intercept(each.bindService(),
                        options.page.operators(options.access)));
        return Stream.concat(services.inspection().stream(), operation).toList();
    }

    private static Optional<PageServers> several(ServerOptions options, GrpcEndpoint endpoint,
            Certificates certificates) {
        return options.page.servers.isEmpty() ? Optional.empty()
                : Optional.of(new PageServers(options.page.servers,
                        options.access.inspected(options.host, endpoint), certificates));
    }

    private static Optional<LocalPage> page(ServerOptions options, LocalServices services,
            Optional<PageServers> several, Scenarios scenarios) throws IOException {
        Optional<String> absence = options.page.absence(options.access);
        if (absence.isPresent()) {
            if (options.page.page) {
                log.info("no page: {}", absence.get());
            }
            return Optional.empty();
        }
        LocalPage page = LocalPage.start(options.page, services, several, scenarios);
        log.info("page at http://{}:{}/", options.page.host, page.port());
        several.ifPresent(each -> log.info("the page shows all servers of {}", each.name()));
        return Optional.of(page);
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
            // Who is held would never end.
            shown.pacer.close();
            long beganNanos = System.nanoTime();
            long left = control.drain(drain);
            // The time of grace is the same for all.
            left += shown.loopback.drain(drain.minusNanos(System.nanoTime() - beganNanos));
            if (left > 0) {
                log.warn("{} connections' threads did not end in time", left);
            }
            shown.page.ifPresent(LocalPage::close);
            shown.journal.close();
            endpoint.stop(STOP_GRACE);
            telemetry.close();
            // What it has seen goes with it.
            log.info("connections by verdict: {}", new TreeMap<>(shown.journal.judged()));
            log.info("stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
