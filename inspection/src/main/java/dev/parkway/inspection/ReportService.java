package dev.parkway.inspection;

import dev.parkway.control.Failure;
import dev.parkway.control.PeerIdentity;
import dev.parkway.control.SessionId;
import dev.parkway.proto.inspection.v1.ReportServiceGrpc.ReportServiceImplBase;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.proto.inspection.v1.ReportTransitionsResponse;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Takes what client processes recorded into a {@link Journal}, so that one process shows both sides. A report
 * touches its own session's client sides and nothing else.
 */
public final class ReportService implements BindableService {

    private final Journal journal;
    private final BiFunction<SessionId, PeerIdentity, Optional<ReportingSession>> lookup;
    private final int maxCalls;
    private final Map<String, ReportCall> calls = new ConcurrentHashMap<>();

    /**
     * Creates a service.
     *
     * @param journal where reports go to
     * @param limits how much it takes
     * @param lookup finds the session that a secret proves, if there is one and it is the caller's; asked once a
     *        stream
     */
    public ReportService(Journal journal, InspectionLimits limits,
            BiFunction<SessionId, PeerIdentity, Optional<ReportingSession>> lookup) {
        this.journal = journal;
        this.maxCalls = limits.reporters();
        this.lookup = lookup;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerInterceptors.intercept(new Calls(), new SessionProof(lookup));
    }

    private StreamObserver<ReportTransitionsRequest> open(
            ReportingSession session, StreamObserver<ReportTransitionsResponse> responses) {
        // With a handler set, an answer to a cancelled call is no error: the cancel itself tells.
        ((ServerCallStreamObserver<ReportTransitionsResponse>) responses).setOnCancelHandler(() -> {});
        if (calls.size() >= maxCalls && !calls.containsKey(session.name())) {
            responses.onError(Failure.resourceExhausted("TOO_MANY_REPORTERS",
                    maxCalls + " clients report, which is all that this process allows",
                    Map.of("allowed", Integer.toString(maxCalls))));
            return new Refused();
        }
        ReportCall call = new ReportCall(journal, session, responses,
                ended -> calls.remove(session.name(), ended));
        ReportCall older = calls.put(session.name(), call);
        if (older != null) {
            older.supersede();
        }
        return call;
    }

    private final class Calls extends ReportServiceImplBase {

        @Override
        public StreamObserver<ReportTransitionsRequest> reportTransitions(
                StreamObserver<ReportTransitionsResponse> responses) {
            return open(SessionProof.SESSION.get(), responses);
        }
    }

    /** What a refused client still sends goes nowhere. */
    private static final class Refused implements StreamObserver<ReportTransitionsRequest> {

        @Override
        public void onNext(ReportTransitionsRequest report) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
