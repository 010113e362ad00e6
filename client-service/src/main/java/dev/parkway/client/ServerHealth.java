package dev.parkway.client;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a server that says it is ready: gRPC's health protocol, and no sleep. */
final class ServerHealth {

    private static final Logger log = LoggerFactory.getLogger(ServerHealth.class);

    private ServerHealth() {}

    /** Returns whether the control service at the other end says SERVING in time. */
    static boolean awaitServing(Channel channel, Duration atMost) {
        HealthCheckRequest request = HealthCheckRequest.newBuilder()
                .setService(ControlServiceGrpc.SERVICE_NAME).build();
        // Cancelled at the end: nobody listens to later news.
        try (Context.CancellableContext call = Context.current().withCancellation()) {
            return call.call(() -> isServing(channel, request, atMost));
        } catch (StatusRuntimeException e) {
            log.debug("health: {}", e.getStatus());
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("no other exception is thrown above", e);
        }
    }

    private static boolean isServing(Channel channel, HealthCheckRequest request, Duration atMost) {
        // The server sends its status at once, and again whenever it changes.
        Iterator<HealthCheckResponse> news = HealthGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .withDeadlineAfter(atMost.toNanos(), TimeUnit.NANOSECONDS)
                .watch(request);
        while (news.hasNext()) {
            ServingStatus status = news.next().getStatus();
            if (status == ServingStatus.SERVING) {
                return true;
            }
            log.info("the server is {}", status);
        }
        return false;
    }
}
