package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.ReportServiceGrpc;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.proto.inspection.v1.ReportTransitionsResponse;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands reports on to the real service, but breaks the first few streams: every other one after its first
 * message, which has arrived but is not answered, and the others before it arrives.
 */
final class BreakingReports implements BindableService {

    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final Channel behind;
    private final int breaks;
    private final AtomicInteger streams = new AtomicInteger();

    BreakingReports(Channel behind, int breaks) {
        this.behind = behind;
        this.breaks = breaks;
    }

    int streams() {
        return streams.get();
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerInterceptors.intercept(new Relay(), new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, headers,
                        next);
            }
        });
    }

    private final class Relay extends ReportServiceGrpc.ReportServiceImplBase {

        @Override
        public StreamObserver<ReportTransitionsRequest> reportTransitions(
                StreamObserver<ReportTransitionsResponse> responses) {
            Metadata proof = new Metadata();
            proof.put(SessionProof.KEY, HEADERS.get().get(SessionProof.KEY));
            int stream = streams.incrementAndGet();
            boolean breaking = stream <= breaks;
            StreamObserver<ReportTransitionsRequest> onward = ReportServiceGrpc.newStub(behind)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(proof))
                    .reportTransitions(breaking ? new Reporting.Ignored() : responses);
            return breaking ? new Breaking(onward, responses, stream % 2 == 1) : onward;
        }
    }

    private static final class Breaking implements StreamObserver<ReportTransitionsRequest> {

        private final StreamObserver<ReportTransitionsRequest> onward;
        private final StreamObserver<ReportTransitionsResponse> responses;
        private final boolean arrives;
        private boolean broken;

        Breaking(StreamObserver<ReportTransitionsRequest> onward,
                StreamObserver<ReportTransitionsResponse> responses, boolean arrives) {
            this.onward = onward;
            this.responses = responses;
            this.arrives = arrives;
        }

        @Override
        public void onNext(ReportTransitionsRequest report) {
            if (broken) {
                return;
            }
            broken = true;
            if (arrives) {
                onward.onNext(report);
            }
            responses.onError(Status.UNAVAILABLE.withDescription("broken by the test").asRuntimeException());
            onward.onError(Status.CANCELLED.asRuntimeException());
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
