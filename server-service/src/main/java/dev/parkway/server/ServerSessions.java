package dev.parkway.server;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.StateThread;
import dev.parkway.control.ConnectionHandler;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.Failure;
import dev.parkway.control.SessionEnd;
import dev.parkway.control.SessionHandler;
import dev.parkway.control.SessionInfo;
import dev.parkway.control.SessionTerms;
import dev.parkway.script.Scenario;
import dev.parkway.script.Scenarios;
import dev.parkway.tcp.TcpProfile;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the server side of every connection that clients open, each in a state thread of its own. */
final class ServerSessions implements SessionHandler {

    private static final Logger log = LoggerFactory.getLogger(ServerSessions.class);

    private final Scenarios scenarios;
    private final Listener listener;
    private final Conditions conditions;
    private final SessionNews news;

    ServerSessions(Scenarios scenarios, Listener listener, Conditions conditions, SessionNews news) {
        this.scenarios = scenarios;
        this.listener = listener;
        this.conditions = conditions;
        this.news = news;
    }

    @Override
    public ConnectionHandler open(SessionInfo session) {
        if (!listener.isOpened()) {
            // The port is open a moment before. The client tries again.
            throw Failure.unavailable("NOT_LISTENING", "this server does not listen yet", Map.of());
        }
        Scenario scenario = scenario(session.terms());
        news.opened(session);
        log.atInfo().addKeyValue("session", session.id().name()).log(
                "session {} opened: {}, {} connections planned", session.id(), scenario,
                session.terms().plannedConnections());
        return new Connections(session, scenario);
    }

    /** Finds what a session asks for, or refuses it with what there is. */
    Scenario scenario(SessionTerms terms) {
        try {
            Scenario scenario = scenarios.get(terms.scenario(), TcpProfile.of(terms.profile()));
            if (!terms.digest().isEmpty() && !terms.digest().equals(scenario.digest())) {
                throw Failure.failedPrecondition("SCENARIO_DIFFERS",
                        "scenario " + scenario
                                + " is not the same here: give both sides the same scenario file",
                        Map.of("scenario", terms.scenario(), "profile", terms.profile(), "digest",
                                terms.digest(),
                                "allowed", scenario.digest()));
            }
            return scenario;
        } catch (IllegalArgumentException e) {
            throw Failure.invalidArgument("UNKNOWN_SCENARIO", String.valueOf(e.getMessage()),
                    Map.of("scenario", terms.scenario(), "profile", terms.profile(), "allowed",
                            scenarios.known()));
        }
    }

    private final class Connections implements ConnectionHandler {

        private final SessionInfo session;
        private final Scenario scenario;

        Connections(SessionInfo session, Scenario scenario) {
            this.session = session;
            this.scenario = scenario;
        }

        @Override
        public long turnsPerConnection() {
            return scenario.server().awaits();
        }

        @Override
        public void accept(ControlConnection connection) {
            ConnectionName name = new ConnectionName(connection.session(), connection.number());
            History history = listener.accept(name, scenario);
            Thread _ = new StateThread(history, connection.gate(), connection, conditions).start();
        }

        @Override
        public void ended(SessionEnd end) {
            news.ended(session);
        }
    }
}
