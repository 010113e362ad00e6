package dev.parkway.inspection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** At which server a session's connections were last seen: it has all of them. A hint, and bounded. Any thread. */
final class SessionHomes {

    private static final int MOST = 10_000;

    // Guarded by itself; the least recently used goes first.
    private final Map<String, String> homes = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    void seen(String connection, String address) {
        synchronized (homes) {
            homes.put(session(connection), address);
        }
    }

    /** Returns the address of the server that had the session of a connection. */
    Optional<String> of(String connection) {
        synchronized (homes) {
            return Optional.ofNullable(homes.get(session(connection)));
        }
    }

    private static String session(String connection) {
        int slash = connection.indexOf('/');
        return slash < 0 ? connection : connection.substring(0, slash);
    }
}
