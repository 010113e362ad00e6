package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both programs export to a collector, which is this test, by OTLP over gRPC. */
final class OtlpIT {

    private static final int CONNECTIONS = 5;

    private final Set<String> metrics = ConcurrentHashMap.newKeySet();
    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private Server collector;

    @BeforeEach
    void collect() throws Exception {
        collector = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new MetricsServiceGrpc.MetricsServiceImplBase() {
                    @Override
                    public void export(ExportMetricsServiceRequest request,
                            StreamObserver<ExportMetricsServiceResponse> answer) {
                        request.getResourceMetricsList().forEach(resource -> resource.getScopeMetricsList()
                                .forEach(scope -> scope.getMetricsList()
                                        .forEach(metric -> metrics.add(metric.getName()))));
                        answer.onNext(ExportMetricsServiceResponse.getDefaultInstance());
                        answer.onCompleted();
                    }
                })
                .addService(new TraceServiceGrpc.TraceServiceImplBase() {
                    @Override
                    public void export(ExportTraceServiceRequest request,
                            StreamObserver<ExportTraceServiceResponse> answer) {
                        request.getResourceSpansList().forEach(resource -> resource.getScopeSpansList()
                                .forEach(scope -> spans.addAll(scope.getSpansList())));
                        answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
                        answer.onCompleted();
                    }
                }).build().start();
    }

    @AfterEach
    void stop() throws Exception {
        collector.shutdownNow().awaitTermination();
    }

    @Test
    void bothSides_endpointSet_exportMetricsAndJoinedTraces() {
        String endpoint = "http://" + Launch.LOOPBACK + ":" + collector.getPort();
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
