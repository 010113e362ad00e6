package dev.parkway.operation;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.LocalConnection;
import dev.parkway.connection.Loopback;
import dev.parkway.control.Failure;
import dev.parkway.proto.operation.v1.OperationServiceGrpc.OperationServiceImplBase;
import dev.parkway.proto.operation.v1.Pace;
import dev.parkway.proto.operation.v1.PaceConnectionRequest;
import dev.parkway.proto.operation.v1.PaceConnectionResponse;
import dev.parkway.proto.operation.v1.StartConnectionsRequest;
import dev.parkway.proto.operation.v1.StartConnectionsResponse;
import dev.parkway.proto.operation.v1.StepConnectionRequest;
import dev.parkway.proto.operation.v1.StepConnectionResponse;
import dev.parkway.proto.operation.v1.WatchPacingRequest;
import dev.parkway.proto.operation.v1.WatchPacingResponse;
import dev.parkway.script.Profile;
import dev.parkway.script.Scenario;
import dev.parkway.script.Scenarios;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpProfile;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Starts connections and sets their pace, as it is asked over gRPC. */
public final class OperationService extends OperationServiceImplBase {

    /** How many connections that were started here run at a time; each waits in two threads and keeps two kilobytes. */
    private static final int MAX_RUNNING = 10_000;
    private static final int MAX_MOVES = 1_000;
    private static final int MAX_WATCHERS = 100;
    private static final int SHOWN = 64;

    private final Pacer pacer;
    private final Loopback loopback;
    private final Scenarios scenarios;
    private final Semaphore watchers = new Semaphore(MAX_WATCHERS);

    /**
     * Creates a service.
     *
     * @param pacer whom all state threads of this process have as pace and observer
     * @param loopback opens connections, whose state threads have the pacer as well
     * @param scenarios what connections may do here
     */
    public OperationService(Pacer pacer, Loopback loopback, Scenarios scenarios) {
        this.pacer = pacer;
        this.loopback = loopback;
        this.scenarios = scenarios;
    }

    @Override
    public void startConnections(StartConnectionsRequest request,
            StreamObserver<StartConnectionsResponse> responses) {
        answer(responses, () -> start(request));
    }

    /** One at a time, so that no two fit in where there is room for one. */
    private synchronized StartConnectionsResponse start(StartConnectionsRequest request) {
        int count = request.getCount() == 0 ? 1 : request.getCount();
        if (count < 1 || count > MAX_RUNNING) {
            throw bad("COUNT", "count", Integer.toUnsignedString(request.getCount()), "1 to " + MAX_RUNNING);
        }
        Scenario scenario = scenario(request.getScenario(), request.getProfile());
        Rate rate = rate(request.getPace());
        if (pacer.isClosed()) {
            throw Failure.unavailable("SHUTTING_DOWN", "this process is shutting down", Map.of());
        }
        int room = MAX_RUNNING - loopback.running();
        if (count > room) {
            throw Failure.resourceExhausted("TOO_MANY_STARTED",
                    "room is for " + room + " more connections that are started here, not for " + count,
                    Map.of("count", Integer.toString(count), "allowed", Integer.toString(room)));
        }
        StartConnectionsResponse.Builder started = StartConnectionsResponse.newBuilder();
        for (int i = 0; i < count; i++) {
            ConnectionName name = loopback.next();
            pacer.expect(name, rate);
            LocalConnection _ = loopback.connect(name, scenario);
            started.addConnections(name.toString());
        }
        return started.build();
    }

    private Scenario scenario(String name, String profile) {
        try {
            return scenarios.get(name, profile.isEmpty() ? usualProfile(name) : TcpProfile.of(profile));
        } catch (IllegalArgumentException e) {
            throw Failure.invalidArgument("UNKNOWN_SCENARIO", String.valueOf(e.getMessage()),
                    Map.of("scenario", shown(name), "profile", shown(profile), "allowed",
                            scenarios.known()));
        }
    }

    private Profile usualProfile(String name) {
        return scenarios.all().stream().filter(each -> each.name().equals(name)).map(Scenario::profile)
                .filter(each -> each == TcpProfile.LOCKSTEP).findFirst().orElse(TcpProfile.RFC);
    }

    @Override
    public void paceConnection(PaceConnectionRequest request,
            StreamObserver<PaceConnectionResponse> responses) {
        answer(responses, () -> {
            Course course = course(request.getConnection());
            course.rate(rate(request.getPace()));
            return PaceConnectionResponse.newBuilder()
                    .setPacing(Paces.pacing(course.name(), course.standing())).build();
        });
    }

    @Override
    public void stepConnection(StepConnectionRequest request,
            StreamObserver<StepConnectionResponse> responses) {
        answer(responses, () -> {
            Course course = course(request.getConnection());
            step(course, request);
            return StepConnectionResponse.newBuilder()
                    .setPacing(Paces.pacing(course.name(), course.standing())).build();
        });
    }

    private static void step(Course course, StepConnectionRequest request) {
        int moves = request.getMoves() == 0 ? 1 : request.getMoves();
        if (moves < 1 || moves > MAX_MOVES) {
            throw bad("MOVES", "moves", Integer.toUnsignedString(request.getMoves()), "1 to " + MAX_MOVES);
        }
        boolean owed = switch (request.getSide()) {
            case SIDE_UNSPECIFIED -> course.step(moves, MAX_MOVES);
            case SIDE_CLIENT -> course.step(Side.CLIENT, moves, MAX_MOVES);
            case SIDE_SERVER -> course.step(Side.SERVER, moves, MAX_MOVES);
            case UNRECOGNIZED -> throw bad("SIDE", "side", Integer.toString(request.getSideValue()),
                    "SIDE_CLIENT, SIDE_SERVER or SIDE_UNSPECIFIED");
        };
        if (!owed) {
            throw Failure.failedPrecondition("TOO_MANY_MOVES",
                    "connection " + course.name() + " is owed " + course.standing().owed()
                            + " moves already, and may be owed " + MAX_MOVES,
                    Map.of("connection", course.name().toString(), "allowed", Integer.toString(MAX_MOVES)));
        }
    }

    @Override
    public void watchPacing(WatchPacingRequest request, StreamObserver<WatchPacingResponse> responses) {
        Course course;
        try {
            course = course(request.getConnection());
            if (!watchers.tryAcquire()) {
                throw Failure.resourceExhausted("TOO_MANY_WATCHERS",
                        MAX_WATCHERS + " calls are watching, which is all that this process allows",
                        Map.of("allowed", Integer.toString(MAX_WATCHERS)));
            }
        } catch (StatusRuntimeException e) {
            responses.onError(e);
            return;
        }
        var call = (ServerCallStreamObserver<WatchPacingResponse>) responses;
        PacingCall watch = new PacingCall(call, course);
        call.setOnReadyHandler(watch::flush);
        call.setOnCancelHandler(() -> {
            watch.cancelled();
            leave(course, watch);
        });
        call.setOnCloseHandler(() -> leave(course, watch));
        course.watch(watch);
        // What changed before this is in the first answer.
        watch.flush();
    }

    private void leave(Course course, PacingCall watch) {
        course.unwatch(watch);
        watchers.release();
    }

    private Course course(String text) {
        ConnectionName name;
        try {
            name = ConnectionName.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad("CONNECTION_NAME", "connection", text, "session/number, as in local/7");
        }
        return pacer.find(name).orElseThrow(() -> Failure.notFound("NOT_RUNNING",
                "no side of a connection " + name + " runs in this process, or it has ended",
                Map.of("connection", name.toString())));
    }

    private static Rate rate(Pace pace) {
        return Paces.rate(pace).orElseThrow(() -> bad("PACE", "pace",
                pace.getModeValue() + " after " + pace.getDelay().getSeconds() + " s",
                "MODE_RUN or MODE_HOLD without a delay, or MODE_DELAY with one of 1 ms to 1 min"));
    }

    private static <T> void answer(StreamObserver<T> responses, Supplier<T> work) {
        T response;
        try {
            response = work.get();
        } catch (StatusRuntimeException e) {
            responses.onError(e);
            return;
        }
        responses.onNext(response);
        responses.onCompleted();
    }

    private static StatusRuntimeException bad(String reason, String field, String value, String allowed) {
        return Failure.invalidArgument(reason,
                field + " is \"" + shown(value) + "\", allowed is " + allowed,
                Map.of("field", field, "value", shown(value), "allowed", allowed));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
