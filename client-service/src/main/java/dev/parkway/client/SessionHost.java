package dev.parkway.client;

import dev.parkway.connection.Observer;
import dev.parkway.control.ClientSession;
import dev.parkway.control.Failure;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.Inspector;
import dev.parkway.script.Scenario;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sessions of a run with servers of the name, and finishes them. */
final class SessionHost implements Sessions.Host {

    private static final Logger log = LoggerFactory.getLogger(SessionHost.class);
    /** What the others of a name get to come up once the first is ready. */
    private static final Duration OTHERS = Duration.ofSeconds(2);
    private static final Duration INSPECTION_PATIENCE = Duration.ofSeconds(5);

    private final ClientOptions options;
    private final Scenario scenario;
    private final ServerChannels channels;
    private final List<Observer> observers;
    private final Watching watching;
    private final Traffic traffic;
    /** Whether connections can begin elsewhere when a server says that it takes no more. */
    private final boolean elsewhere;
    private final Map<SessionRun, HealthWatch> watches = new ConcurrentHashMap<>();
    private final LongAdder unfinished = new LongAdder();
    private final Map<String, Long> verdicts = new ConcurrentSkipListMap<>();

    SessionHost(ClientOptions options, Scenario scenario, ServerChannels channels, List<Observer> observers,
            Watching watching, Traffic traffic) {
        this.options = options;
        this.scenario = scenario;
        this.channels = channels;
        this.observers = observers;
        this.watching = watching;
        this.traffic = traffic;
        elsewhere = options.places() > 1 || options.retryLost;
    }

    @Override
    public SessionRun open() throws InterruptedException {
        ClientSession session = session();
        // Later attaches may be told another; what is kept now is what is let go of then.
        String address = session.address();
        boolean done = false;
        try {
            Channel own = channels.keep(address);
            SessionRun run = new SessionRun(options, scenario, session, address, own, observers, watching);
            if (elsewhere) {
                watches.put(run, new HealthWatch(own, run::retire));
            }
            done = true;
            return run;
        } finally {
            if (!done) {
                session.close();
                channels.release(address);
            }
        }
    }

    private ClientSession session() throws InterruptedException {
        // Not after a look at health: that, too, would have its turn, and the sessions not be spread evenly.
        SessionTimeouts timeouts = new SessionTimeouts(options.connectTimeout, options.keepAlive.linger());
        watching.telemetry().sessionOpening();
        ClientSession session = ClientSession.open(channels, terms(), scenario.client().awaits(), timeouts,
                traffic);
        log.atInfo().addKeyValue("session", session.name()).log("{} opened with instance {} at {}", session,
                session.instance(), session.address());
        watching.telemetry().sessionOpened(session.name());
        return session;
    }

    /**
     * Waits until one server is ready, and for a moment for the others, if there are to be several sessions; throws
     * {@link NoServerException} if none is ready in time.
     */
    void awaitServers() throws InterruptedException {
        Optional<String> notServing = ServerHealth.whyNotServing(channels.any(), options.connectTimeout);
        if (notServing.isPresent()) {
            throw new NoServerException(notServing.get());
        }
        if (options.places() > 1) {
            Spread.await(channels.any(), options.server, OTHERS);
        }
    }

    private SessionTerms terms() {
        return new SessionTerms(scenario.name(), scenario.profile().toString(), scenario.digest(),
                options.waitDeadline, Math.ceilDiv(options.connections, options.places()));
    }

    @Override
    public void finish(SessionRun run, boolean replaced) throws InterruptedException {
        ClientSession session = run.session();
        try {
            run.finish();
            if (!replaced) {
                unfinished.add(session.unfinished());
            }
            if (watching.measures().isPresent()) {
                verdicts(session).forEach((verdict, count) -> verdicts.merge(verdict, count, Long::sum));
            }
        } finally {
            watching.telemetry().sessionEnded(session.name());
            HealthWatch watch = watches.remove(run);
            if (watch != null) {
                watch.close();
            }
            channels.release(run.address());
        }
    }

    /** Asks its server, which has both sides' records, what its checker says of them; nothing if it cannot be asked. */
    private Map<String, Long> verdicts(ClientSession session) {
        try {
            return options.report
                    ? new Inspector(channels.at(session.address()), INSPECTION_PATIENCE)
                            .verdicts(session.name())
                    : Map.of();
        } catch (StatusRuntimeException e) {
            log.debug("the server's inspection cannot be asked: {}", Failure.text(e));
            return Map.of();
        }
    }

    /** How many connections of sessions that nobody replaced have not ended on both sides. */
    long unfinished() {
        return unfinished.sum();
    }

    /** What servers have said of the connections of finished sessions, if anybody wants to know. */
    Map<String, Long> verdicts() {
        return verdicts;
    }
}
