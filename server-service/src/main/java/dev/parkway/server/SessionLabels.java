package dev.parkway.server;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.control.SessionInfo;
import dev.parkway.service.Transcript;
import dev.parkway.service.TranscriptMode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the transcript calls the server's side of a connection: {@code Server} if its session plans only this
 * one, {@code Server 7} if it plans several. Only the server's first session goes without its name; later ones
 * are told apart as {@code Server 3f2a9c1d/7}.
 */
final class SessionLabels {

    private record Naming(boolean named, boolean numbered) {}

    private final TranscriptMode mode;
    private final Map<String, Naming> printed = new ConcurrentHashMap<>();
    // Guarded by this.
    private boolean first = true;

    SessionLabels(TranscriptMode mode) {
        this.mode = mode;
    }

    synchronized void add(SessionInfo session) {
        long planned = session.terms().plannedConnections();
        if (mode.prints(planned)) {
            printed.put(session.id().name(), new Naming(!first, planned != 1));
        }
        first = false;
    }

    void remove(SessionInfo session) {
        printed.remove(session.id().name());
    }

    Optional<String> of(History history) {
        ConnectionName name = history.name();
        Naming naming = printed.get(name.session());
        if (naming == null) {
            return Optional.empty();
        }
        String side = Transcript.name(history.side());
        if (naming.named) {
            return Optional.of(side + " " + name);
        }
        return Optional.of(naming.numbered ? side + " " + name.number() : side);
    }
}
