package dev.parkway.points;

import dev.parkway.control.ClientSession;
import dev.parkway.control.ControlConnection;
import dev.parkway.control.ControlLimits;
import dev.parkway.control.SessionTerms;
import dev.parkway.control.SessionTimeouts;
import dev.parkway.parker.TurnResult;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The test that drives this process from another one. What a thread does is agreed as a session is opened, in its
 * terms: the scenario is the point, as in {@code writer:written}, and the profile says whether it is passed or waited
 * for. Each time that a thread comes by is a connection of that session, of one turn each way.
 */
final class DistantTest implements SyncPointListener {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final String address;
    private final String party;
    private final ManagedChannel channel;
    // By what is agreed with each. Guarded by this.
    private final Map<SessionTerms, ClientSession> sessions = new HashMap<>();

    DistantTest(String address, String party) {
        this.address = address;
        this.party = party;
        this.channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .maxInboundMessageSize(ControlLimits.MAX_MESSAGE_BYTES).directExecutor().build();
    }

    @Override
    public void reached(String name) {
        come(name, party + ':' + name, "reached");
    }

    @Override
    public void waitFor(String name) {
        // Who waits is told too: so the test can say who waits for whom.
        come(name, party + '>' + name, "wait-for");
    }

    private void come(String name, String scenario, String profile) {
        // No deadline here: the test has one, and says of itself when it is gone.
        SessionTerms terms = new SessionTerms(scenario, profile, Duration.ZERO, 0);
        try (ControlConnection connection = session(terms).connect()) {
            connection.unpark();
            TurnResult result = connection.gate().await(1);
            if (result != TurnResult.TURN_TAKEN) {
                throw new SyncPointException(party + " at " + name + ": " + (result == TurnResult.REFUSED
                        ? "the test lets nobody pass any more, and says why"
                        : result));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncPointException(party + " at " + name + ": interrupted", e);
        } catch (StatusRuntimeException e) {
            throw new SyncPointException(party + " at " + name + ": no test answers at " + address, e);
        }
    }

    private synchronized ClientSession session(SessionTerms terms) throws InterruptedException {
        ClientSession session = sessions.get(terms);
        if (session == null) {
            session = ClientSession.open(channel, terms, 1, new SessionTimeouts(PATIENCE, LINGER));
            sessions.put(terms, session);
        }
        return session;
    }

    @Override
    public String toString() {
        return "the test at " + address;
    }
}
