package dev.parkway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsTest {

    private static final int CONNECTIONS = 20;

    private final InMemoryMetricReader client = InMemoryMetricReader.create();
    private final InMemoryMetricReader server = InMemoryMetricReader.create();
    private TwoSides sides;

    @BeforeEach
    void run() throws Exception {
        Telemetry ofClient = telemetry(client);
        ofClient.countReports(() -> 3);
        ofClient.countReports(() -> 4);
        sides = new TwoSides(ofClient, telemetry(server));
        sides.run(CONNECTIONS);
    }

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    private static Telemetry telemetry(InMemoryMetricReader reader) {
        return new Exporting(OpenTelemetrySdk.builder()
                .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build()).build(),
                Optional.empty(), false);
    }

    @Test
    void all_connectionsRun_areWhatTheCatalogueSays() {
        Map<String, MetricData> seen = seen(client);
        seen.putAll(seen(server));
        for (Metric metric : Metric.ALL) {
            MetricData data = data(seen, metric);
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
        for (InMemoryMetricReader reader : new InMemoryMetricReader[]{client, server}) {
            Map<String, MetricData> seen = seen(reader);
            assertThat(sum(seen, Metric.CONNECTION_ENDED, Metric.OUTCOME, "completed"))
                    .isEqualTo(CONNECTIONS);
            assertThat(
                    sum(seen, Metric.CONNECTION_COUNT, Metric.SIDE,
                            reader.equals(client) ? "client" : "server"))
                    .isZero();
            assertThat(count(seen, Metric.CONNECTION_DURATION, Metric.OUTCOME, "completed"))
                    .isEqualTo(CONNECTIONS);
        }
    }

    @Test
    void turns_allTaken_areTimedOnceEachBySideAndCause() {
        long clientsAwaits = TwoSides.SCENARIO.client().awaits();
        assertThat(count(seen(client), Metric.PARK_DURATION, Metric.CAUSE, "turn taken"))
                .isEqualTo(CONNECTIONS * clientsAwaits);
        // The client moves first, so each of its waits answers a turn that it gave.
        assertThat(count(seen(client), Metric.TURN_DURATION, Metric.SIDE, "client"))
                .isEqualTo(CONNECTIONS * clientsAwaits);
        long serversAwaits = TwoSides.SCENARIO.server().awaits();
        assertThat(count(seen(server), Metric.PARK_DURATION, Metric.CAUSE, "turn taken"))
                .isEqualTo(CONNECTIONS * serversAwaits);
        // The server's first wait comes before its first turn.
        assertThat(count(seen(server), Metric.TURN_DURATION, Metric.SIDE, "server"))
                .isEqualTo(CONNECTIONS * (serversAwaits - 1));
    }

    @Test
    void tokens_noStreamBroke_areReceivedAsSent() {
        Map<String, MetricData> ofClient = seen(client);
        Map<String, MetricData> ofServer = seen(server);
        assertThat(sum(ofClient, Metric.TOKEN_SENT)).isPositive()
                .isEqualTo(sum(ofServer, Metric.TOKEN_RECEIVED));
        assertThat(sum(ofServer, Metric.TOKEN_SENT)).isPositive()
                .isEqualTo(sum(ofClient, Metric.TOKEN_RECEIVED));
        assertThat(sum(ofClient, Metric.TOKEN_RESTATED)).isZero();
        assertThat(sum(ofServer, Metric.SESSION_ATTACHED)).isEqualTo(1);
        assertThat(sum(ofServer, Metric.SESSION_COUNT)).isZero();
        assertThat(sum(ofServer, Metric.SESSION_LOST)).isZero();
    }

    @Test
    void journal_moreThanItKeeps_dropsAreCounted() {
        assertThat(sum(seen(server), Metric.JOURNAL_COUNT)).isEqualTo(10);
        assertThat(sum(seen(server), Metric.JOURNAL_DROPPED)).isEqualTo(CONNECTIONS - 10);
        assertThat(sum(seen(client), Metric.REPORT_DROPPED)).isEqualTo(7);
    }

    @Test
    void grpc_serverAndChannel_areMeasuredByItself() {
        assertThat(seen(server)).containsKey("grpc.server.call.started");
        assertThat(seen(client)).containsKey("grpc.client.attempt.started");
    }

    private static Map<String, MetricData> seen(InMemoryMetricReader reader) {
        Map<String, MetricData> seen = new TreeMap<>();
        reader.collectAllMetrics().forEach(data -> seen.put(data.getName(), data));
        return seen;
    }

    private static Metric.Kind kind(MetricData data) {
        if (data.getType() == MetricDataType.HISTOGRAM) {
            return Metric.Kind.HISTOGRAM;
        }
        return data.getLongSumData().isMonotonic() ? Metric.Kind.COUNTER : Metric.Kind.UP_DOWN_COUNTER;
    }

    private static long sum(Map<String, MetricData> seen, Metric metric) {
        return data(seen, metric).getLongSumData().getPoints().stream().mapToLong(LongPointData::getValue)
                .sum();
    }

    private static long sum(Map<String, MetricData> seen, Metric metric, AttributeKey<String> key,
            String value) {
        return data(seen, metric).getLongSumData().getPoints().stream()
                .filter(point -> has(point, key, value)).mapToLong(LongPointData::getValue).sum();
    }

    private static long count(Map<String, MetricData> seen, Metric metric, AttributeKey<String> key,
            String value) {
        return data(seen, metric).getHistogramData().getPoints().stream()
                .filter(point -> has(point, key, value)).mapToLong(HistogramPointData::getCount).sum();
    }

    private static boolean has(PointData point, AttributeKey<String> key, String value) {
        Attributes attributes = point.getAttributes();
        return value.equals(attributes.get(key));
    }

    private static MetricData data(Map<String, MetricData> seen, Metric metric) {
        MetricData data = seen.get(metric.name());
        if (data == null) {
            throw new AssertionError("no " + metric.name() + " in " + seen.keySet());
        }
        return data;
    }
}
