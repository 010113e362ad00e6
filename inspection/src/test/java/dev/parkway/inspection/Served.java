package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.parkway.control.Failure;
import dev.parkway.control.SessionId;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceBlockingStub;
import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpScenarios;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** A process with a journal, and a channel to it. */
final class Served implements AutoCloseable {

    final Journal journal;
    final ManagedChannel channel;
    private final Server server;
    private final Map<SessionId, ReportingSession> sessions = new ConcurrentHashMap<>();

    Served(InspectionLimits limits) {
        journal = new Journal(limits, Duration.ZERO);
        String name = UUID.randomUUID().toString();
        server = start(InProcessServerBuilder.forName(name).directExecutor()
                .addService(new InspectionService(journal, limits, TcpScenarios.builtIn()))
                .addService(new ReportService(journal, limits,
                        (id, _) -> Optional.ofNullable(sessions.get(id)))));
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    static Server start(InProcessServerBuilder builder) {
        try {
            return builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server with that service alone, for its clients' tests. */
    static Server start(String name, BindableService service) {
        return start(InProcessServerBuilder.forName(name).directExecutor().addService(service));
    }

    static InspectionLimits limits(int connections) {
        // Far longer than any test: a record that is told early must have a reason.
        return new InspectionLimits(connections, 3, 1_000, 3, Duration.ofHours(1));
    }

    SessionId open(Scenario scenario) {
        SessionId id = SessionId.random();
        sessions.put(id, new ReportingSession(id.name(), scenario));
        return id;
    }

    void forget(SessionId id) {
        sessions.remove(id);
    }

    InspectionServiceBlockingStub inspection() {
        return InspectionServiceGrpc.newBlockingStub(channel);
    }

    Watching watch() {
        return new Watching(channel);
    }

    /** Checks a refusal, which must say what was wrong and what is allowed. */
    static ErrorInfo refused(Throwable failure, Status.Code code, String reason) {
        assertThat(failure).isInstanceOf(StatusRuntimeException.class);
        assertThat(Status.fromThrowable(failure).getCode()).as("%s", failure).isEqualTo(code);
        ErrorInfo info = Failure.info(failure).orElseThrow();
        assertThat(info.getReason()).isEqualTo(reason);
        return info;
    }

    /** Waits, within bounds, for what another thread is about to do. */
    static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(deadlineNanos - System.nanoTime()).as("time left").isPositive();
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        journal.close();
        channel.shutdownNow();
        server.shutdownNow();
    }
}
