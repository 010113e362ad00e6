package dev.parkway.client;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits, by gRPC's health protocol, for a server that says it is ready. */
final class ServerHealth {

    private static final Logger log = LoggerFactory.getLogger(ServerHealth.class);

    /** Ends of a watch that say nothing about the next one. */
    private static final Set<Status.Code> MAY_COME_BACK = EnumSet.of(
            Status.Code.UNAVAILABLE, Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED);
    private static final long PAUSE_MILLIS = 100;

    private ServerHealth() {}

    /**
     * Returns whether the control service at the other end says SERVING in time. A server that goes away while it
     * is watched may come back, or be replaced by another: it is asked again.
     *
     * @throws StatusRuntimeException if somebody is there who will never say it, not being a server of ours
     */
    static boolean awaitServing(Channel channel, Duration atMost) throws InterruptedException {
        HealthCheckRequest request = HealthCheckRequest.newBuilder()
                .setService(ControlServiceGrpc.SERVICE_NAME).build();
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            if (!left.isPositive()) {
                return false;
            }
            // Cancelled at the end: nobody listens to later news.
            try (Context.CancellableContext call = Context.current().withCancellation()) {
                if (call.call(() -> isServing(channel, request, left))) {
                    return true;
                }
            } catch (StatusRuntimeException e) {
                log.debug("health: {}", e.getStatus());
                if (!MAY_COME_BACK.contains(e.getStatus().getCode())) {
                    throw e;
                }
            } catch (Exception e) {
                throw new IllegalStateException("no other exception is thrown above", e);
            }
            // Only after an answer that was none; the channel itself waits for a server that is not there.
            TimeUnit.MILLISECONDS.sleep(Math.min(PAUSE_MILLIS, Math.max(0, left.toMillis())));
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
