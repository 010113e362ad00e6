package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.ReportServiceGrpc.ReportServiceImplBase;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.proto.inspection.v1.ReportTransitionsResponse;
import io.grpc.stub.StreamObserver;

/** Takes reports and never says so. */
final class SilentReports extends ReportServiceImplBase {

    @Override
    public StreamObserver<ReportTransitionsRequest> reportTransitions(
            StreamObserver<ReportTransitionsResponse> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ReportTransitionsRequest report) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        };
    }
}
