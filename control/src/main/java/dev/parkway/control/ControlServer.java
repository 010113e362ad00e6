package dev.parkway.control;

import dev.parkway.parker.TurnResult;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that clients have opened with this process: a gRPC service, to be added to a server that one has.
 * Whoever has none starts a {@link ControlListener}.
 *
 * <pre>{@code
 * AcceptQueue accepted = new AcceptQueue();
 * ControlServer control = new ControlServer(accepted);
 * serverBuilder.addService(control);
 * }</pre>
 *
 * <p>A server that serves nothing else is best built for messages of {@link ControlLimits#MAX_MESSAGE_BYTES}, with a
 * {@code directExecutor}, and {@linkplain EventLoops#carry carried by event loops} that look out for turns.
 * Shutting down is {@link #drain} before the gRPC server's own shutdown.
 */
public final class ControlServer implements BindableService {

    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

    /** How long threads get to say their last words once their time of grace is over. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final SessionHandler handler;
    private final ControlLimits limits;
    private final ServerServiceDefinition service;
    private final Map<SessionId, ServerSession> sessions = new ConcurrentHashMap<>();
    private final Object opening = new Object();
    private volatile boolean draining;
    private final Traffic traffic = new Traffic();
    private final Load load = new Load(traffic);

    /**
     * Creates a server of control sessions with {@link ControlLimits#DEFAULT} and a random instance, which does not
     * say where it can be dialled.
     *
     * @param handler what to do with sessions
     */
    public ControlServer(SessionHandler handler) {
        this(handler, ControlLimits.DEFAULT, UUID.randomUUID().toString(), () -> "");
    }

    /**
     * Creates a server of control sessions.
     *
     * @param handler what to do with sessions
     * @param limits how much to take
     * @param instance names this process; no other process may ever have the same
     * @param address host and port at which clients can dial this very process again, empty for those at which they
     *        have reached it; asked at each attach
     */
    public ControlServer(SessionHandler handler, ControlLimits limits, String instance,
            Supplier<String> address) {
        this.handler = handler;
        this.limits = limits;
        this.service = ControlServiceImpl.define(this, instance, address);
    }

    @Override
    public ServerServiceDefinition bindService() {
        return service;
    }

    /**
     * Looks up a session that is open.
     *
     * @param id its id, which only its client has
     * @param caller who asks
     * @return what is known of it, if it is open and the caller's
     */
    public Optional<SessionInfo> session(SessionId id, PeerIdentity caller) {
        return find(id, caller).map(ServerSession::info);
    }

    /** Finds a session that the caller has opened: whoever has stolen its id has not its certificate's key. */
    private Optional<ServerSession> find(SessionId id, PeerIdentity caller) {
        return Optional.ofNullable(sessions.get(id)).filter(session -> session.owner().equals(caller));
    }

    /** {@return the sessions that are open now} */
    public List<SessionInfo> sessions() {
        return sessions.values().stream().map(ServerSession::info).toList();
    }

    /** {@return how many connections are not forgotten, over all sessions} */
    public long connections() {
        return load.kept().get();
    }

    /** {@return how many connections' threads of this side have not ended, those of lost sessions included} */
    public long runningThreads() {
        return load.running().get();
    }

    /** How many tokens came for connections that were over, over the sessions that are open. */
    long lateTokens() {
        return count(session -> session.tokens().late());
    }

    /** {@return what the sessions have done so far, those that are over included} */
    public Traffic traffic() {
        return traffic;
    }

    private long count(ToLongFunction<ServerSession> what) {
        return sessions.values().stream().mapToLong(what).sum();
    }

    /**
     * Admits an attach, or throws the status that says why not.
     *
     * @return the session that it opened or resumed, whose present stream it is
     */
    ServerSession attach(AttachRequest request, PeerIdentity caller, Attach attach) {
        ServerSession session = request.number() == AttachRequest.OPENING
                ? open(request, caller) : toResume(request, caller);
        session.attach(attach);
        return session;
    }

    /** Finds the session to resume. To who does not have the id, "not yours" is the same as "never was". */
    private ServerSession toResume(AttachRequest request, PeerIdentity caller) {
        ServerSession session = find(request.id(), caller)
                .orElseThrow(() -> Failure.notFound("SESSION_UNKNOWN",
                        "no session " + request.id() + " of yours to resume here",
                        Map.of("session", request.id().name())));
        if (!session.info().terms().equals(request.terms())) {
            throw Failure.invalidArgument("TERMS_DIFFER",
                    "session " + request.id() + " was opened on other terms: " + session.info().terms()
                            + ", not " + request.terms(),
                    Map.of("session", request.id().name(), "allowed", session.info().terms().toString()));
        }
        return session;
    }

    private ServerSession open(AttachRequest request, PeerIdentity caller) {
        synchronized (opening) {
            if (draining) {
                throw ServerSession.isDraining();
            }
            if (sessions.containsKey(request.id())) {
                throw Failure.alreadyExists("SESSION_EXISTS",
                        "session " + request.id() + " is open already; each attempt to open takes a fresh id",
                        Map.of("session", request.id().name()));
            }
            // Not those that are about to be forgotten: their clients know of it, and may be here for the next.
            long open = count(session -> session.tokens().over() ? 0 : 1);
            if (open >= limits.sessions()) {
                throw Failure.resourceExhausted("TOO_MANY_SESSIONS",
                        "this server has " + open + " sessions, which is all that it allows",
                        Map.of("allowed", Integer.toString(limits.sessions())));
            }
            // Where sessions go by their names, one that has another's could pass for it. By chance this comes
            // once in millions of opens, and the client then takes another id.
            if (sessions.keySet().stream().anyMatch(id -> id.name().equals(request.id().name()))) {
                throw Failure.unavailable("NAME_TAKEN",
                        "session " + request.id() + " has the public name of another that is open",
                        Map.of("session", request.id().name()));
            }
            SessionInfo info = new SessionInfo(request.id(), request.terms());
            ServerSession session = new ServerSession(info, caller, accept(info), limits, () -> draining,
                    load);
            sessions.put(request.id(), session);
            var _ = session.tokens().ended().thenAccept(end -> forget(session, end));
            return session;
        }
    }

    private ConnectionHandler accept(SessionInfo info) {
        try {
            return handler.open(info);
        } catch (StatusRuntimeException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atError().addKeyValue("session", info.id().name()).setCause(e)
                    .log("session {} could not be opened", info.id());
            throw Failure.internal("OPEN_FAILED", "this server could not open the session");
        }
    }

    private void forget(ServerSession session, SessionEnd end) {
        sessions.remove(session.info().id(), session);
        log.atInfo().addKeyValue("session", session.info().id().name()).log("session {} ended: {}",
                session.info().id(), end);
        try {
            session.handler().ended(end);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("session", session.info().id().name()).setCause(e)
                    .log("the handler of session {} could not take its end", session.info().id());
        }
    }

    /**
     * Shuts down gently. From now on new sessions are {@code UNAVAILABLE} and new connections refused; those
     * that run get the time of grace to end by themselves, and clients that are there to end their sessions. Then
     * waits end as {@link TurnResult#DRAINED}, and at last every session is completed.
     *
     * @param grace how long running connections and their clients may take; zero or less gives them none
     * @return how many connections' threads did not end even so
     * @throws InterruptedException if the thread was interrupted; sessions then stay as they are
     */
    public long drain(Duration grace) throws InterruptedException {
        synchronized (opening) {
            draining = true;
        }
        // Not only this side's threads: a client in TIME_WAIT still needs its session to end in order, and one that
        // has nothing under way is about to end it itself. To be ended by the server would be a loss to it.
        awaitZero(
                () -> connections() + runningThreads()
                        + count(session -> session.tokens().isAttached() ? 1 : 0),
                grace);
        Collection<ServerSession> rest = List.copyOf(sessions.values());
        rest.forEach(session -> session.tokens().connections().endWaits(TurnResult.DRAINED));
        awaitZero(this::runningThreads, LAST_WORDS);
        long left = runningThreads();
        rest.forEach(session -> session.tokens()
                .complete(SessionEnd.because(TurnResult.DRAINED, "this server is shutting down")));
        return left;
    }

    /** Shutting down is rare and a counter has no waiters to wake: looking again and again is good enough. */
    private static void awaitZero(LongSupplier count, Duration atMost) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(atMost);
        while (count.getAsLong() > 0 && deadlineNanos - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
