package dev.parkway.telemetry;

import dev.parkway.connection.Observer;
import dev.parkway.connection.TurnTimer;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.Journal;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a process tells of itself to monitoring: metrics and traces. Where nobody has asked for any it is
 * {@link #NONE}, which adds nothing to any connection, and loads nothing of OpenTelemetry.
 */
public interface Telemetry extends AutoCloseable {

    /** Tells nobody anything. */
    Telemetry NONE = new Telemetry() {
    };

    /**
     * Starts what the environment asks for.
     *
     * @param plan what it asks for
     * @return what was started; {@link #NONE} if that is nothing
     * @throws IOException if it cannot listen for scrapes: where and why
     * @throws IllegalArgumentException if a setting is not as it must be: which
     */
    static Telemetry start(TelemetryPlan plan) throws IOException {
        return plan.wanted() ? Exporting.start(plan) : NONE;
    }

    /** {@return who is to be told what connections do} */
    default List<Observer> observers() {
        return List.of();
    }

    /** {@return who times turns} */
    default TurnTimer.Maker timers() {
        return TurnTimer.Maker.NONE;
    }

    /**
     * Tells of what this process's sessions do. Once.
     *
     * @param traffic of all its sessions
     */
    default void count(Traffic traffic) {}

    /**
     * Tells of what this process remembers. Once.
     *
     * @param journal its only one
     */
    default void count(Journal journal) {}

    /**
     * Tells of what a client could not report.
     *
     * @param dropped how many connections one of its reporters has left out
     */
    default void countReports(LongSupplier dropped) {}

    /** This process's client is about to open a session, on this thread. */
    default void sessionOpening() {}

    /**
     * A session is open: the client's, or one of the server's, which calls this in the course of its attach.
     *
     * @param session its public name
     */
    default void sessionOpened(String session) {}

    /**
     * A session is over.
     *
     * @param session its public name
     */
    default void sessionEnded(String session) {}

    /**
     * Has a gRPC server measured.
     *
     * @param server that is being built
     */
    default void measure(ServerBuilder<?> server) {}

    /**
     * Has a gRPC channel measured.
     *
     * @param channel that is being built
     */
    default void measure(ManagedChannelBuilder<?> channel) {}

    /** {@return for the log, where it can be scraped, as in {@code http://127.0.0.1:9464/metrics}; or nothing} */
    default String scrapedAt() {
        return "";
    }

    /** Hands over what is left to tell, as far as that goes within seconds. A second call waits for the first, and does nothing. */
    @Override
    default void close() {}
}
