package dev.parkway.processes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc.MetricsServiceImplBase;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceImplBase;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A collector of OpenTelemetry, which takes whatever it is told by OTLP in either of the two ways. */
final class Collector implements AutoCloseable {

    private final Set<String> metrics = ConcurrentHashMap.newKeySet();
    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private final HttpServer http;
    private final Server grpc;

    Collector() throws IOException {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        http = HttpServer.create(anywhere, 0);
        http.createContext("/v1/metrics", exchange -> {
            take(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
            answer(exchange);
        });
        http.createContext("/v1/traces", exchange -> {
            take(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
            answer(exchange);
        });
        http.start();
        grpc = NettyServerBuilder.forAddress(anywhere).addService(new MetricsServiceImplBase() {
            @Override
            public void export(ExportMetricsServiceRequest request,
                    StreamObserver<ExportMetricsServiceResponse> responses) {
                take(request);
                responses.onNext(ExportMetricsServiceResponse.getDefaultInstance());
                responses.onCompleted();
            }
        }).addService(new TraceServiceImplBase() {
            @Override
            public void export(ExportTraceServiceRequest request,
                    StreamObserver<ExportTraceServiceResponse> responses) {
                take(request);
                responses.onNext(ExportTraceServiceResponse.getDefaultInstance());
                responses.onCompleted();
            }
        }).build().start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
        exchange.close();
    }

    private void take(ExportMetricsServiceRequest request) {
        request.getResourceMetricsList().forEach(resource -> resource.getScopeMetricsList().forEach(
                scope -> scope.getMetricsList().forEach(metric -> metrics.add(metric.getName()))));
    }

    private void take(ExportTraceServiceRequest request) {
        request.getResourceSpansList().forEach(resource -> resource.getScopeSpansList()
                .forEach(scope -> spans.addAll(scope.getSpansList())));
    }

    /** Where it listens for a protocol, by OpenTelemetry's name for it. */
    String endpoint(String protocol) {
        int port = protocol.equals("grpc") ? grpc.getPort() : http.getAddress().getPort();
        return "http://" + Launch.LOOPBACK + ":" + port;
    }

    /** The names of all metrics that it was told of. */
    Set<String> metrics() {
        return metrics;
    }

    List<Span> spans(String name) {
        return spans.stream().filter(span -> span.getName().equals(name)).toList();
    }

    @Override
    public void close() {
        http.stop(0);
        grpc.shutdownNow();
    }
}
