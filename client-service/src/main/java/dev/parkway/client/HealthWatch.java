package dev.parkway.client;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, by gRPC's health protocol, when a server takes no more: it drains, and what it has it would let end. */
final class HealthWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Channel channel;
    private final Runnable drained;
    // Of no other call, so that this watch outlives whatever it is started in.
    private final Context.CancellableContext context = Context.ROOT.withCancellation();

    /** Watches a server until closed; {@code drained} is called each time that it says so, on gRPC's threads. */
    HealthWatch(Channel channel, Runnable drained) {
        this.channel = channel;
        this.drained = drained;
        watch();
    }

    private void watch() {
        context.run(() -> HealthGrpc.newStub(channel).withWaitForReady().watch(ServerHealth.REQUEST,
                new News()));
    }

    @Override
    public void close() {
        context.cancel(null);
    }

    private final class News implements StreamObserver<HealthCheckResponse> {

        @Override
        public void onNext(HealthCheckResponse news) {
            if (news.getStatus() == ServingStatus.NOT_SERVING) {
                drained.run();
            }
        }

        @Override
        public void onError(Throwable failure) {
            log.debug("health: {}", failure.getMessage());
            if (Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE) {
                // As its session does, which may be resumed.
                LATER.execute(() -> {
                    if (!context.isCancelled()) {
                        watch();
                    }
                });
            }
        }

        @Override
        public void onCompleted() {}
    }
}
