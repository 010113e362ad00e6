package dev.parkway.faults;

import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.SessionEnd;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One session that is to be run.
 *
 * @param scenario what its connections do
 * @param connections how many there are
 * @param parallel how many of them at a time
 * @param window how many batches the server may send before one is taken
 * @param stays whether the client, all done, stays until both sides have forgotten every connection
 * @param faults what goes wrong
 * @param label says which session this is, if it fails
 */
record SessionPlan(Scenario scenario, int connections, int parallel, int window, boolean stays, Faults faults,
        String label) {

    private static final SessionTimeouts TIMEOUTS = new SessionTimeouts(Site.PATIENCE, Site.PATIENCE,
            Duration.ofMillis(1));

    /** Runs it to its end, and says how much has crossed. */
    long run(Site site) throws InterruptedException {
        try (FaultyWay way = new FaultyWay(faults, site.counts, window, site.timer)) {
            Channel channel = ClientInterceptors.intercept(site.channel, way);
            SessionTerms terms = new SessionTerms(scenario.name(), scenario.profile().toString(),
                    Duration.ZERO, connections);
            try (ClientSession session = ClientSession.open(channel, terms, scenario.client().awaits(),
                    TIMEOUTS)) {
                SessionEnd end = run(site, session);
                if (!end.orderly()) {
                    site.counts.failed(label + " " + scenario + ": " + session + " ended: " + end);
                }
                site.counts.sessions.increment();
                site.counts.resumed.add(session.resumed());
                site.ledger.close(session.name());
            } catch (StatusRuntimeException e) {
                site.counts.failed(label + " " + scenario + " was not opened: " + e);
            }
            return way.crossings();
        }
    }

    private SessionEnd run(Site site, ClientSession session) throws InterruptedException {
        Semaphore room = site.ledger.room(session.name(), parallel);
        for (int i = 0; i < connections; i++) {
            if (!room.tryAcquire(Site.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            ControlConnection connection = session.connect();
            site.start(Side.CLIENT, connection, scenario);
        }
        if (stays) {
            long deadlineNanos = System.nanoTime() + Site.PATIENCE.toNanos();
            while (session.connections() > 0 && deadlineNanos - System.nanoTime() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            if (session.connections() > 0) {
                site.counts.failed(label + " " + scenario + ": " + session + " does not forget "
                        + session.connections() + " connections");
            }
        }
        return session.finish(Site.PATIENCE);
    }
}
