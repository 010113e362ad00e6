package dev.parkway.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What somebody reads who looks at a process's metrics. */
final class Readings {

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();

    /** Returns telemetry that is read here. */
    Telemetry telemetry() {
        return new Exporting(OpenTelemetrySdk.builder()
                .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build()).build(),
                Optional.empty(), null);
    }

    Map<String, MetricData> all() {
        Map<String, MetricData> seen = new TreeMap<>();
        reader.collectAllMetrics().forEach(data -> seen.put(data.getName(), data));
        return seen;
    }

    /** Reads a counter; all its numbers together. */
    long sum(Metric metric) {
        return data(metric).getLongSumData().getPoints().stream().mapToLong(LongPointData::getValue).sum();
    }

    long sum(Metric metric, AttributeKey<String> key, String value) {
        return data(metric).getLongSumData().getPoints().stream().filter(point -> has(point, key, value))
                .mapToLong(LongPointData::getValue).sum();
    }

    /** Reads how many times a histogram was told something. */
    long count(Metric metric, AttributeKey<String> key, String value) {
        return data(metric).getHistogramData().getPoints().stream().filter(point -> has(point, key, value))
                .mapToLong(HistogramPointData::getCount).sum();
    }

    private static boolean has(PointData point, AttributeKey<String> key, String value) {
        return value.equals(point.getAttributes().get(key));
    }

    private MetricData data(Metric metric) {
        Map<String, MetricData> seen = all();
        MetricData data = seen.get(metric.name());
        if (data == null) {
            throw new AssertionError("no " + metric.name() + " in " + seen.keySet());
        }
        return data;
    }
}
