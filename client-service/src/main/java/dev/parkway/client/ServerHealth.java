package dev.parkway.client;

import dev.parkway.control.Failure;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.service.TlsTrouble;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.EnumSet;
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
    static final HealthCheckRequest REQUEST = HealthCheckRequest.newBuilder()
            .setService(ControlServiceGrpc.SERVICE_NAME).build();
    private static final long PAUSE_MILLIS = 100;
    /** What gRPC says when the other end closes before anything else. */
    private static final String HUNG_UP = "Network closed for unknown reason";
    /** And the system, when it did so before it had read all that came. */
    private static final String RESET = "Connection reset";
    /** A TLS server says nothing at all to a client that does not speak it. */
    private static final String WANTS_TLS = "it hung up without a word; does it want TLS?";

    private ServerHealth() {}

    /**
     * Returns why no control service at the other end said SERVING in time; nothing if one did. A server that goes
     * away may come back, or be replaced by another: it is asked again.
     *
     * @throws StatusRuntimeException if somebody is there who will never say it: no server of ours, or one with
     *         which there is no TLS
     */
    static Optional<String> whyNotServing(ManagedChannel channel, Duration atMost)
            throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        String reason = "it did not answer";
        while (true) {
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            if (!left.isPositive()) {
                return Optional.of(reason);
            }
            try {
                ServingStatus status = status(channel, left);
                if (status == ServingStatus.SERVING) {
                    return Optional.empty();
                }
                reason = said(reason, "it is " + status);
            } catch (StatusRuntimeException e) {
                log.debug("health: {}", e.getStatus());
                if (isLasting(e)) {
                    throw e;
                }
                // The last one's deadline tells less than what came before it.
                if (e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                    reason = said(reason, reason(e));
                }
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(PAUSE_MILLIS, Math.max(0, left.toMillis())));
        }
    }

    private static String said(String before, String now) {
        if (now.contains("NOT_SERVING") && !now.equals(before)) {
            log.info("no server takes sessions now: {}", now);
        }
        return now;
    }

    /** Asks one that the channel has found ready; if there is none, it says at once what is the matter. */
    private static ServingStatus status(Channel channel, Duration atMost) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(atMost.toNanos(), TimeUnit.NANOSECONDS)
                .check(REQUEST).getStatus();
    }

    private static boolean isLasting(StatusRuntimeException e) {
        return !MAY_COME_BACK.contains(e.getStatus().getCode()) || TlsTrouble.of(e).isPresent();
    }

    /** Returns what is at the bottom of it, as in {@code Connection refused}. */
    private static String reason(StatusRuntimeException e) {
        if (e.getCause() == null) {
            return HUNG_UP.equals(e.getStatus().getDescription()) ? WANTS_TLS : Failure.text(e);
        }
        Throwable root = e.getCause();
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.contains(RESET) ? WANTS_TLS : message;
    }
}
