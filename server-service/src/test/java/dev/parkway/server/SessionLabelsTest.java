package dev.parkway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.control.SessionId;
import dev.parkway.control.SessionInfo;
import dev.parkway.control.SessionTerms;
import dev.parkway.script.Side;
import dev.parkway.service.TranscriptMode;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SessionLabelsTest {

    private final SessionInfo one = session(1);

    @Test
    void of_onlyConnectionOfTheFirstSession_needsNoNumber() {
        assertThat(labels(TranscriptMode.auto, one).of(history(one, 1))).contains("Server");
    }

    @Test
    void of_severalConnections_areNumbered() {
        SessionInfo several = session(2);
        assertThat(labels(TranscriptMode.auto, several).of(history(several, 7))).contains("Server 7");
        SessionInfo unknown = session(0);
        assertThat(labels(TranscriptMode.auto, unknown).of(history(unknown, 7))).contains("Server 7");
    }

    @Test
    void of_laterSession_isNamed() {
        SessionInfo later = session(1);
        SessionLabels labels = labels(TranscriptMode.auto, one, later);
        assertThat(labels.of(history(later, 1))).contains("Server " + later.id().name() + "/1");
        assertThat(labels.of(history(one, 1))).contains("Server");
    }

    @Test
    void of_manyConnections_areSilentUnlessOneInsists() {
        SessionInfo many = session(TranscriptMode.AUTO_LIMIT + 1L);
        assertThat(labels(TranscriptMode.auto, many).of(history(many, 1))).isEmpty();
        assertThat(labels(TranscriptMode.on, many).of(history(many, 1))).contains("Server 1");
        assertThat(labels(TranscriptMode.off, one).of(history(one, 1))).isEmpty();
    }

    @Test
    void remove_sessionEnded_isForgotten() {
        SessionLabels labels = labels(TranscriptMode.auto, one);
        labels.remove(one);
        assertThat(labels.of(history(one, 1))).isEmpty();
    }

    private static SessionLabels labels(TranscriptMode mode, SessionInfo... sessions) {
        SessionLabels labels = new SessionLabels(mode);
        for (SessionInfo session : sessions) {
            labels.add(session);
        }
        return labels;
    }

    private static SessionInfo session(long planned) {
        return new SessionInfo(SessionId.random(), new SessionTerms("any", "rfc", Duration.ZERO, planned));
    }

    private static History history(SessionInfo session, long number) {
        return new History(new ConnectionName(session.id().name(), number),
                TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME, TcpScenarios.DEFAULT_PROFILE),
                Side.SERVER);
    }
}
