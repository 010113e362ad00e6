package dev.parkway.page;

import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceBlockingStub;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceStub;
import dev.parkway.proto.operation.v1.OperationServiceGrpc;
import dev.parkway.proto.operation.v1.OperationServiceGrpc.OperationServiceBlockingStub;
import dev.parkway.proto.operation.v1.OperationServiceGrpc.OperationServiceStub;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;

/** The calls that the page makes. */
final class Calls {

    /** Far above what any of them takes; who waits is a virtual thread. */
    private static final long MAX_SECONDS = 20;

    private final Channel channel;

    Calls(Channel channel) {
        this.channel = channel;
    }

    InspectionServiceBlockingStub inspection() {
        return InspectionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(MAX_SECONDS,
                TimeUnit.SECONDS);
    }

    InspectionServiceStub watching() {
        return InspectionServiceGrpc.newStub(channel);
    }

    OperationServiceBlockingStub operation() {
        return OperationServiceGrpc.newBlockingStub(channel).withDeadlineAfter(MAX_SECONDS, TimeUnit.SECONDS);
    }

    OperationServiceStub watchingPace() {
        return OperationServiceGrpc.newStub(channel);
    }
}
