package dev.parkway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsTest {

    private static final int CONNECTIONS = 20;

    private final Readings client = new Readings();
    private final Readings server = new Readings();
    private TwoSides sides;

    @BeforeEach
    void run() throws Exception {
        Telemetry ofClient = client.telemetry();
        ofClient.countReports(() -> 3);
        ofClient.countReports(() -> 4);
        sides = new TwoSides(ofClient, server.telemetry());
        sides.run(CONNECTIONS);
    }

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    @Test
    void all_connectionsRun_areWhatTheCatalogueSays() {
        Map<String, MetricData> seen = client.all();
        seen.putAll(server.all());
        for (Metric metric : Metric.ALL) {
            MetricData data = Objects.requireNonNull(seen.get(metric.name()), metric.name());
            assertThat(data.getUnit()).as(metric.name()).isEqualTo(metric.unit());
            assertThat(data.getDescription()).as(metric.name()).isEqualTo(metric.description());
            assertThat(kind(data)).as(metric.name()).isEqualTo(metric.kind());
            assertThat(data.getData().getPoints()).as(metric.name()).isNotEmpty().allSatisfy(
                    point -> assertThat(point.getAttributes().asMap().keySet()).as(metric.name())
                            .containsExactlyInAnyOrderElementsOf(metric.attributes()));
        }
        assertThat(seen.keySet()).filteredOn(name -> name.startsWith("parkway."))
                .containsExactlyInAnyOrderElementsOf(Metric.ALL.stream().map(Metric::name).toList());
    }

    @Test
    void connections_allEnded_areCountedByOutcomeAndNoneIsInAState() {
        for (Readings each : List.of(client, server)) {
            assertThat(each.sum(Metric.CONNECTION_ENDED, Metric.OUTCOME, "completed")).isEqualTo(CONNECTIONS);
            assertThat(each.sum(Metric.CONNECTION_COUNT)).isZero();
            assertThat(each.count(Metric.CONNECTION_DURATION, Metric.OUTCOME, "completed"))
                    .isEqualTo(CONNECTIONS);
        }
    }

    @Test
    void turns_allTaken_areTimedOnceEachBySideAndCause() {
        long clientsAwaits = TwoSides.SCENARIO.client().awaits();
        assertThat(client.count(Metric.PARK_DURATION, Metric.CAUSE, "turn taken"))
                .isEqualTo(CONNECTIONS * clientsAwaits);
        // The client moves first, so each of its waits answers a turn that it gave.
        assertThat(client.count(Metric.TURN_DURATION, Metric.SIDE, "client"))
                .isEqualTo(CONNECTIONS * clientsAwaits);
        long serversAwaits = TwoSides.SCENARIO.server().awaits();
        assertThat(server.count(Metric.PARK_DURATION, Metric.CAUSE, "turn taken"))
                .isEqualTo(CONNECTIONS * serversAwaits);
        // The server's first wait comes before its first turn.
        assertThat(server.count(Metric.TURN_DURATION, Metric.SIDE, "server"))
                .isEqualTo(CONNECTIONS * (serversAwaits - 1));
    }

    @Test
    void tokens_noStreamBroke_areReceivedAsSent() {
        assertThat(client.sum(Metric.TOKEN_SENT)).isPositive()
                .isEqualTo(server.sum(Metric.TOKEN_RECEIVED));
        assertThat(server.sum(Metric.TOKEN_SENT)).isPositive()
                .isEqualTo(client.sum(Metric.TOKEN_RECEIVED));
        assertThat(client.sum(Metric.TOKEN_RESTATED)).isZero();
        assertThat(server.sum(Metric.SESSION_ATTACHED)).isEqualTo(1);
        assertThat(server.sum(Metric.SESSION_COUNT)).isZero();
        assertThat(server.sum(Metric.SESSION_LOST)).isZero();
    }

    @Test
    void journal_moreThanItKeeps_dropsAreCounted() {
        assertThat(server.sum(Metric.JOURNAL_COUNT)).isEqualTo(10);
        assertThat(server.sum(Metric.JOURNAL_DROPPED)).isEqualTo(CONNECTIONS - 10);
        assertThat(client.sum(Metric.REPORT_DROPPED)).isEqualTo(7);
    }

    @Test
    void grpc_serverAndChannel_areMeasuredByItself() {
        assertThat(server.all()).containsKey("grpc.server.call.started");
        assertThat(client.all()).containsKey("grpc.client.attempt.started");
    }

    private static Metric.Kind kind(MetricData data) {
        if (data.getType() == MetricDataType.HISTOGRAM) {
            return Metric.Kind.HISTOGRAM;
        }
        return data.getLongSumData().isMonotonic() ? Metric.Kind.COUNTER : Metric.Kind.UP_DOWN_COUNTER;
    }
}
