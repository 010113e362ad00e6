package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both programs export to a collector, which is this test, by OTLP. */
final class OtlpIT {

    private static final int CONNECTIONS = 5;

    private final Set<String> metrics = ConcurrentHashMap.newKeySet();
    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private HttpServer collector;

    @BeforeEach
    void collect() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/metrics", exchange -> {
            ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()).getResourceMetricsList().forEach(
                    resource -> resource.getScopeMetricsList().forEach(scope -> scope.getMetricsList()
                            .forEach(metric -> metrics.add(metric.getName()))));
            answer(exchange);
        });
        collector.createContext("/v1/traces", exchange -> {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().forEach(
                    resource -> resource.getScopeSpansList()
                            .forEach(scope -> spans.addAll(scope.getSpansList())));
            answer(exchange);
        });
        collector.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void bothSides_endpointSet_exportMetricsAndJoinedTraces() {
        String endpoint = "http://" + Launch.LOOPBACK + ":" + collector.getAddress().getPort();
        try (Running server = Launch.server().with("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).start()) {
            try (Running client = Launch.client(server.port(), "--connections", "" + CONNECTIONS, "--msl",
                    "1ms").with("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).start()) {
                assertThat(client.exitCode()).as("%s", client).isZero();
            }
            server.terminate();
            int _ = server.exitCode();
        }
        // All of it is handed over before the processes end.
        assertThat(metrics).contains("parkway.connection.ended", "parkway.turn.duration",
                "parkway.token.sent",
                "grpc.server.call.started", "grpc.client.attempt.started");
        List<Span> connections = spans.stream().filter(span -> span.getName().equals("client-closes-first"))
                .toList();
        assertThat(connections).hasSize(2 * CONNECTIONS);
        Set<Object> traces = new HashSet<>();
        connections.forEach(span -> traces.add(span.getTraceId()));
        assertThat(traces).hasSize(CONNECTIONS);
        assertThat(connections).filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                .hasSize(CONNECTIONS).allSatisfy(part -> assertThat(connections).anyMatch(
                        root -> root.getSpanId().equals(part.getParentSpanId())
                                && root.getTraceId().equals(part.getTraceId())));
        assertThat(connections).allSatisfy(span -> assertThat(span.getEventsList()).isNotEmpty());
    }
}
