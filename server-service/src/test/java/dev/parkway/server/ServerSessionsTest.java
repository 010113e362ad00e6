package dev.parkway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import dev.parkway.control.SessionId;
import dev.parkway.control.SessionInfo;
import dev.parkway.control.SessionTerms;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.Journal;
import dev.parkway.service.TranscriptMode;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.telemetry.Telemetry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerSessionsTest {

    private static final SessionInfo SESSION = new SessionInfo(SessionId.random(),
            new SessionTerms("client-closes-first", "rfc", Duration.ZERO, 1));

    private final EpochClock clock = new EpochClock();
    private final Listener listener = new Listener(clock, _ -> {});
    private final ServerSessions sessions = new ServerSessions(TcpScenarios.builtIn(), listener,
            new Conditions(Duration.ZERO, clock, Observer.all(List.of()), Pace.none()),
            new SessionNews(new SessionLabels(TranscriptMode.off),
                    new Journal(InspectionLimits.keeping(1), Duration.ZERO), Telemetry.NONE));

    /** The port is open a moment before the server listens, and somebody may have waited for it. */
    @Test
    void open_beforeTheListener_isToBeTriedAgain() {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> sessions.open(SESSION))
                .matches(e -> e.getStatus().getCode() == Status.Code.UNAVAILABLE);

        listener.open();

        assertThat(sessions.open(SESSION).turnsPerConnection()).isPositive();
    }
}
