package dev.parkway.page;

import com.google.gson.JsonElement;
import dev.parkway.control.Failure;
import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all browsers that show the list what has changed, a few times a second. However many look, one watch of
 * transitions feeds them, and while nobody looks there is none.
 */
final class Feed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    private static final int MAX_READERS = 100;
    /** More connections than this at a time are not looked at, and told, one by one. */
    private static final int MAX_CHANGES = 300;
    private static final Duration TICK = Duration.ofMillis(400);
    /** A side's outcome, which is no transition, comes a moment after its last one, or with the next report. */
    private static final int LOOKS = 5;

    /** What browsers are told has changed. */
    private record Changes(List<JsonElement> connections) {}

    private final Calls calls;
    private final Parker parker = new Parker();

    // All guarded by this.
    private final Set<Reader> readers = new HashSet<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean tooMany;
    private long missed;
    private long serversChanged;
    private boolean begun;
    private boolean closed;
    private @Nullable Watch<WatchTransitionsRequest, WatchTransitionsResponse> watch;

    // Touched by the feeding thread alone: connections to be looked at again, and how often.
    private final Map<String, Integer> unsettled = new LinkedHashMap<>();
    // Touched by the feeding thread alone: how often all is still to be read anew, for those that are not looked at.
    private int reloads;

    Feed(Calls calls) {
        this.calls = calls;
    }

    /** Has a reader told; first that it begins, when nothing is missed from then on. */
    synchronized void join(Reader reader) {
        if (readers.size() >= MAX_READERS) {
            throw Failure.resourceExhausted("TOO_MANY_WATCHERS",
                    MAX_READERS + " pages follow the list, which is all that this process allows",
                    Map.of("allowed", Integer.toString(MAX_READERS)));
        }
        readers.add(reader);
        if (begun) {
            reader.tell(new Event("begin", "{}"));
        }
        if (watch == null && !closed) {
            start();
        }
    }

    /** Guarded by this. */
    private void start() {
        changed.clear();
        missed = 0;
        serversChanged = 0;
        var started = new Watch<WatchTransitionsRequest, WatchTransitionsResponse>(this::take,
                parker.unparker());
        watch = started;
        calls.watching().watchTransitions(WatchTransitionsRequest.getDefaultInstance(), started);
        Thread _ = Thread.ofVirtual().name("page feed").start(() -> run(started));
    }

    synchronized void leave(Reader reader) {
        readers.remove(reader);
        parker.unparker().unpark();
    }

    private synchronized void take(WatchTransitionsResponse response) {
        if (!begun) {
            begun = true;
            readers.forEach(reader -> reader.tell(new Event("begin", "{}")));
        }
        // What a server that has come already had was not told, either.
        tooMany |= response.getMissed() > missed || response.getServersChanged() > serversChanged;
        missed = response.getMissed();
        serversChanged = response.getServersChanged();
        if (response.hasTransition()) {
            if (changed.size() < MAX_CHANGES) {
                changed.add(response.getTransition().getConnection());
            } else if (!changed.contains(response.getTransition().getConnection())) {
                tooMany = true;
            }
        }
    }

    private void run(Watch<WatchTransitionsRequest, WatchTransitionsResponse> mine) {
        try (mine) {
            while (goesOn(mine)) {
                if (unsettled.isEmpty() && reloads == 0) {
                    parker.park();
                } else {
                    UnparkReason _ = parker.park(TICK);
                }
                // What comes in the meantime is told with the rest.
                Thread.sleep(TICK);
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StatusRuntimeException e) {
            if (goesOn(mine)) {
                log.warn("the page's list is told no more until somebody looks again: {}", Failure.text(e));
            }
        } finally {
            end();
        }
    }

    private synchronized boolean goesOn(Watch<WatchTransitionsRequest, WatchTransitionsResponse> mine) {
        return !closed && !readers.isEmpty() && !mine.isOver();
    }

    private synchronized void end() {
        watch = null;
        begun = false;
        unsettled.clear();
        reloads = 0;
        if (!readers.isEmpty() && !closed) {
            // Somebody came as it ended, or the watch broke: those who are there read all anew.
            readers.forEach(reader -> reader.tell(new Event(Event.END, "{}")));
        }
    }

    private void turn() {
        Set<String> names;
        boolean all;
        synchronized (this) {
            names = new LinkedHashSet<>(changed);
            all = tooMany;
            changed.clear();
            tooMany = false;
        }
        if (all) {
            reloads = LOOKS;
        }
        boolean quiet = names.isEmpty() && unsettled.isEmpty() && reloads == 0;
        if (quiet) {
            return;
        }
        List<JsonElement> connections = look(names);
        List<Event> events = new ArrayList<>();
        events.add(new Event("changes", Json.of(new Changes(connections))));
        if (reloads > 0) {
            reloads--;
            events.add(new Event("reload", "{}"));
        }
        events.add(new Event("summary",
                Json.of(calls.inspection().getSummary(GetSummaryRequest.getDefaultInstance()))));
        synchronized (this) {
            readers.forEach(reader -> events.forEach(reader::tell));
        }
    }

    private List<JsonElement> look(Set<String> names) {
        Map<String, Integer> looks = new LinkedHashMap<>();
        names.forEach(name -> looks.put(name, LOOKS));
        unsettled.forEach((name, left) -> {
            if (looks.size() < MAX_CHANGES) {
                looks.putIfAbsent(name, left);
            } else if (!looks.containsKey(name)) {
                // What is left out settles within as many looks.
                reloads = LOOKS;
            }
        });
        unsettled.clear();
        List<JsonElement> found = new ArrayList<>();
        looks.forEach((name, left) -> {
            Connection connection = find(name);
            if (connection != null) {
                found.add(Json.part(connection));
                boolean settled = !connection.getClientOutcome().isEmpty()
                        && !connection.getServerOutcome().isEmpty();
                if (!settled && left > 1) {
                    unsettled.put(name, left - 1);
                }
            }
        });
        return found;
    }

    private @Nullable Connection find(String name) {
        try {
            return calls.inspection().getConnection(GetConnectionRequest.newBuilder().setName(name).build())
                    .getConnection();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                // Forgotten since.
                return null;
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        parker.unparker().unpark();
    }
}
