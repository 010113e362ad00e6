package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.control.SessionId;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionProofTest {

    private final Served served = new Served(Served.limits(3));
    private final SessionId session = served.open(Histories.LOCKSTEP);

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void report_unknownSession_isNotFoundAndTellsNoSecret() {
        SessionId unknown = SessionId.random();
        Reporting reporting = new Reporting(served.channel, unknown.secret());

        assertThat(Served.refused(reporting.failure(), Status.Code.NOT_FOUND, "SESSION_UNKNOWN")
                .getMetadataMap())
                .containsOnly(Map.entry("session", unknown.name()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 1_000})
    void report_secretOfAnotherLength_isRefused(int length) {
        Reporting reporting = new Reporting(served.channel, new byte[length]);

        assertThat(Served.refused(reporting.failure(), Status.Code.INVALID_ARGUMENT, "METADATA")
                .getMetadataMap())
                .containsEntry("key", "parkway-session-bin").containsEntry("value", length + " bytes")
                .containsEntry("allowed", "16 bytes");
    }

    @Test
    void report_secretMissingOrTwice_isRefused() {
        Served.refused(new Reporting(served.channel).failure(), Status.Code.INVALID_ARGUMENT, "METADATA");
        Served.refused(new Reporting(served.channel, session.secret(), session.secret()).failure(),
                Status.Code.INVALID_ARGUMENT, "METADATA");
    }
}
