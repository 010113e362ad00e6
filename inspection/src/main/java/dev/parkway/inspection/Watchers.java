package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.proto.inspection.v1.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who watch, each told what it wants to know. Touched by the teller's thread alone. */
final class Watchers implements Telling.Sink {

    private static final Logger log = LoggerFactory.getLogger(Watchers.class);

    private final List<Watcher> all = new ArrayList<>();
    private @Nullable List<Watcher> failed;

    boolean isEmpty() {
        return all.isEmpty();
    }

    void add(Watcher watcher) {
        all.add(watcher);
        attempt(watcher, Watcher::begun);
        dropFailed();
    }

    void remove(Watcher watcher) {
        all.remove(watcher);
    }

    void close() {
        all.forEach(watcher -> attempt(watcher, Watcher::closed));
        all.clear();
    }

    @Override
    public void tell(History history, int ordinal) {
        Transition message = null;
        ConnectionName name = history.name();
        for (int i = 0; i < all.size(); i++) {
            Watcher watcher = all.get(i);
            if (!watcher.wants(name)) {
                continue;
            }
            if (!watcher.hasRoom()) {
                attempt(watcher, each -> each.missed(1));
                continue;
            }
            // Made once for all, and only if there is somebody to take it.
            if (message == null) {
                message = Messages.transition(name, history.transition(ordinal));
            }
            Transition made = message;
            attempt(watcher, each -> each.tell(made));
        }
        dropFailed();
    }

    @Override
    public void missed(ConnectionName name, int count) {
        for (Watcher watcher : all) {
            if (watcher.wants(name)) {
                attempt(watcher, each -> each.missed(count));
            }
        }
        dropFailed();
    }

    /** Tells all that they have missed some, of nobody knows which connection. */
    void missed(long count) {
        all.forEach(watcher -> attempt(watcher, each -> each.missed(count)));
        dropFailed();
    }

    /** Keeps one watcher's failure from the others. */
    private void attempt(Watcher watcher, Consumer<Watcher> call) {
        try {
            call.accept(watcher);
        } catch (RuntimeException e) {
            log.warn("a watcher failed and is told no more", e);
            if (failed == null) {
                failed = new ArrayList<>();
            }
            failed.add(watcher);
        }
    }

    private void dropFailed() {
        if (failed != null) {
            all.removeAll(failed);
            failed = null;
        }
    }
}
