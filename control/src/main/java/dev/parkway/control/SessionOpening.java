package dev.parkway.control;

import io.github.resilience4j.core.IntervalFunction;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries to open a session until a server has accepted or refused it, or the time is over. */
record SessionOpening(Servers servers, SessionTerms terms, long turnsPerConnection, SessionTimeouts timeouts,
        Traffic traffic) {

    ClientSession open() throws InterruptedException {
        GrpcDialer dialer = new GrpcDialer(servers);
        IntervalFunction backOff = timeouts.backOff();
        long deadlineNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeouts.open());
        for (int time = 1;; time++) {
            ClientSession session = new ClientSession(
                    dialer, backOff, timeouts.linger(), terms, turnsPerConnection, traffic);
            try {
                session.awaitOpened(deadlineNanos - System.nanoTime());
                return session;
            } catch (TimeoutException e) {
                throw noAnswer(servers.any(), timeouts.open());
            } catch (StatusRuntimeException e) {
                long pauseNanos = TimeUnit.MILLISECONDS.toNanos(backOff.apply(time));
                if (dialer.closed() || isAnswer(e) || deadlineNanos - System.nanoTime() < pauseNanos) {
                    throw e;
                }
                TimeUnit.NANOSECONDS.sleep(pauseNanos);
            }
        }
    }

    private static StatusRuntimeException noAnswer(Channel channel, Duration timeout) {
        String authority = String.valueOf(channel.authority());
        String millis = Long.toString(TimeUnit.MILLISECONDS.convert(timeout));
        return Failure.unavailable("NO_ANSWER",
                "no server at " + authority + " opened the session within " + millis + " ms",
                Map.of("authority", authority, "timeoutMillis", millis));
    }

    /** Whether a server has said no, and would say it again. */
    private static boolean isAnswer(StatusRuntimeException failure) {
        Status.Code code = failure.getStatus().getCode();
        return SessionRules.after(code) != SessionRules.Next.ATTACH_AGAIN
                || (code != Status.Code.UNAVAILABLE && Failure.info(failure).isPresent());
    }
}
