package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parkway.connection.History;
import dev.parkway.inspection.Inspector.Recorded;
import dev.parkway.script.Side;
import io.grpc.Status;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InspectorTest {

    private final Served served = new Served(InspectionLimits.DEFAULT);
    private final Inspector inspector = new Inspector(served.channel, Duration.ofSeconds(30));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void get_connection_comesBackAsItWasRecorded() {
        History client = Histories.empty(1, Side.CLIENT);
        History server = Histories.empty(1, Side.SERVER);
        var _ = Histories.run(client, server, new Random(3));
        served.journal.begin(server);
        served.journal.begin(client);

        Recorded recorded = inspector.get("3f2a9c1d/1");
        assertThat(recorded.of(Side.CLIENT)).isEqualTo(client.transitions());
        assertThat(recorded.of(Side.SERVER)).isEqualTo(server.transitions());
        assertThat(recorded.verdict()).isEqualTo("conforms");
        assertThat(recorded.scenario()).isEqualTo("client-closes-first");
        assertThat(recorded.profile()).isEqualTo("lockstep");
    }

    @Test
    void get_unknown_isNotFound() {
        Throwable failure = catchThrowable(() -> inspector.get("3f2a9c1d/2"));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }
}
