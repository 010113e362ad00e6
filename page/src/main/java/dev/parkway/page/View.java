package dev.parkway.page;

import com.google.gson.JsonElement;
import dev.parkway.control.Failure;
import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import dev.parkway.proto.operation.v1.WatchPacingRequest;
import dev.parkway.proto.operation.v1.WatchPacingResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection as one browser follows it. A watch says that something has happened; what there is then is read
 * as a whole, so a reader that is slow misses steps in between and never the end. Touched by one thread alone.
 */
final class View implements AutoCloseable {

    private static final Duration GATHER = Duration.ofMillis(50);
    /** An outcome, which is no transition, comes a moment after the last one, or with the next report. */
    private static final List<Duration> LOOKS = List.of(Duration.ofMillis(100), Duration.ofMillis(400),
            Duration.ofMillis(1500));
    private static final String NO_PACING = "null";

    /** What a browser is told of it. */
    private record Told(JsonElement history, Drawing drawing) {}

    private final Calls calls;
    private final PagePlan plan;
    private final String name;
    private final Parker parker = new Parker();
    private final AtomicReference<String> pacing = new AtomicReference<>(NO_PACING);
    private final Watch<WatchTransitionsRequest, WatchTransitionsResponse> moves = new Watch<>(_ -> {},
            parker.unparker());

    private Watch<WatchPacingRequest, WatchPacingResponse> paces = pacesWatch();
    private String told = "";
    private String toldPacing = "";
    private int looks;

    View(Calls calls, PagePlan plan, String name) {
        this.calls = calls;
        this.plan = plan;
        this.name = name;
    }

    /** Begins to watch; refused if the connection is none that can be. */
    void begin() throws InterruptedException {
        calls.watching().watchTransitions(
                WatchTransitionsRequest.newBuilder().setConnection(name).build(), moves);
        // The first answer says that it has begun.
        parker.park();
        if (moves.failure() != null) {
            throw Status.fromThrowable(moves.failure()).asRuntimeException(Status
                    .trailersFromThrowable(moves.failure()));
        }
        if (plan.operations()) {
            watchPace();
        }
        parker.unparker().unpark();
    }

    private Watch<WatchPacingRequest, WatchPacingResponse> pacesWatch() {
        return new Watch<>(response -> pacing.set(Json.of(response.getPacing())), parker.unparker());
    }

    private void watchPace() {
        calls.watchingPace().watchPacing(WatchPacingRequest.newBuilder().setConnection(name).build(), paces);
    }

    boolean isOver() {
        return moves.isOver();
    }

    /** Waits for news, not for ever, and returns them. */
    List<Event> next(Duration atMost) throws InterruptedException {
        Duration wait = looks < LOOKS.size() ? LOOKS.get(looks++) : atMost;
        if (parker.park(wait) == UnparkReason.UNPARKED) {
            looks = 0;
            Thread.sleep(GATHER);
        }
        List<Event> events = new ArrayList<>();
        Event event = look();
        if (!event.json().equals(told)) {
            told = event.json();
            events.add(event);
            if (paces.failure() != null) {
                // No side of it ran here when that was asked: a client's records may come before its first token.
                paces = pacesWatch();
                watchPace();
            }
        }
        // A connection that has ended here is not paced any more.
        String pace = paces.isOver() ? NO_PACING : pacing.get();
        if (plan.operations() && !pace.equals(toldPacing)) {
            toldPacing = pace;
            events.add(new Event("pacing", pace));
        }
        return events;
    }

    private Event look() {
        try {
            GetConnectionResponse answer = calls.inspection()
                    .getConnection(GetConnectionRequest.newBuilder().setName(name).build());
            return new Event("connection",
                    Json.of(new Told(Json.part(answer), Drawing.of(answer, plan.scenarios()))));
        } catch (StatusRuntimeException e) {
            return new Event("unknown", Json.of(List.of(Failure.text(e))));
        }
    }

    @Override
    public void close() {
        moves.close();
        paces.close();
    }
}
