package dev.parkway.client;

import dev.parkway.control.Failure;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.service.TlsTrouble;
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
import java.util.Optional;
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
    /** What gRPC says when the other end closes before anything else. */
    private static final String HUNG_UP = "Network closed for unknown reason";

    private ServerHealth() {}

    /**
     * Returns why the control service at the other end did not say SERVING in time; nothing if it did. A server that
     * goes away while it is watched may come back, or be replaced by another: it is asked again.
     *
     * @throws StatusRuntimeException if somebody is there who will never say it: no server of ours, or one with
     *         which there is no TLS
     */
    static Optional<String> whyNotServing(Channel channel, Duration atMost) throws InterruptedException {
        HealthCheckRequest request = HealthCheckRequest.newBuilder()
                .setService(ControlServiceGrpc.SERVICE_NAME).build();
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        String reason = "it did not answer";
        while (true) {
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            if (!left.isPositive()) {
                return Optional.of(reason);
            }
            // Cancelled at the end: nobody listens to later news.
            try (Context.CancellableContext call = Context.current().withCancellation()) {
                if (call.call(() -> isServing(channel, request, left))) {
                    return Optional.empty();
                }
                reason = "it is not serving";
            } catch (StatusRuntimeException e) {
                log.debug("health: {}", e.getStatus());
                if (isLasting(e)) {
                    throw e;
                }
                // The last one's deadline tells less than what came before it.
                if (e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                    reason = reason(e);
                }
            } catch (Exception e) {
                throw new IllegalStateException("no other exception is thrown above", e);
            }
            // The channel itself decides when to try again to connect; until then it answers at once.
            TimeUnit.MILLISECONDS.sleep(Math.min(PAUSE_MILLIS, Math.max(0, left.toMillis())));
        }
    }

    private static boolean isLasting(StatusRuntimeException e) {
        return !MAY_COME_BACK.contains(e.getStatus().getCode()) || TlsTrouble.of(e).isPresent();
    }

    /** Returns what is at the bottom of it, as in {@code Connection refused}. */
    private static String reason(StatusRuntimeException e) {
        if (e.getCause() == null) {
            // A TLS server says nothing at all to a client that does not speak it.
            return HUNG_UP.equals(e.getStatus().getDescription())
                    ? "it hung up without a word; does it want TLS?" : Failure.text(e);
        }
        Throwable root = e.getCause();
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static boolean isServing(Channel channel, HealthCheckRequest request, Duration atMost) {
        // The server sends its status at once, and again whenever it changes.
        Iterator<HealthCheckResponse> news = HealthGrpc.newBlockingStub(channel)
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
