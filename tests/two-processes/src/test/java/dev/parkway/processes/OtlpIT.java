package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both programs export to a collector, which is this test, by OTLP. */
final class OtlpIT {

    private static final int CONNECTIONS = 5;
    private static final int USAGE = 2;
    private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";

    @ParameterizedTest
    @ValueSource(strings = {"http/protobuf", "grpc"})
    void bothSides_endpointSet_exportMetricsAndJoinedTraces(String protocol) throws IOException {
        try (Collector collector = new Collector()) {
            String endpoint = collector.endpoint(protocol);
            try (Running server = exporting(Launch.server(), endpoint, protocol).start()) {
                try (Running client = exporting(Launch.client(server.port(), "--connections",
                        "" + CONNECTIONS, "--msl", "1ms"), endpoint, protocol).start()) {
                    assertThat(client.exitCode()).as("%s", client).isZero();
                    assertThat(client.log().all()).noneMatch(line -> line.contains(" WARN "));
                }
                server.terminate();
                int _ = server.exitCode();
                assertThat(server.log().all()).noneMatch(line -> line.contains(" WARN "));
            }
            // All of it is handed over before the processes end.
            assertThat(collector.metrics()).contains("parkway.connection.ended", "parkway.turn.duration",
                    "parkway.token.sent", "grpc.server.call.started", "grpc.client.attempt.started");
            checkJoined(collector.spans("client-closes-first"));
        }
    }

    /** What it has not handed over by then, it hands over before it ends. */
    @Test
    void client_toldToEnd_exportsWhatItHasSeen() throws IOException {
        try (Collector collector = new Collector(); Running server = Launch.server().start()) {
            try (Running client = exporting(Launch.client(server.port(), "--connections", "" + CONNECTIONS,
                    "--hold", "20s", "--transcript", "on"), collector.endpoint("http/protobuf"),
                    "http/protobuf")
                    .with("OTEL_BSP_SCHEDULE_DELAY", "60000").start()) {
                client.stdout().await("[Client " + CONNECTIONS + "] ESTABLISHED");

                client.terminate();

                int _ = client.exitCode();
            }
            assertThat(collector.spans("client-closes-first")).hasSize(CONNECTIONS);
        }
    }

    /** HTTP is what both programs speak unless told otherwise. */
    private static Launch exporting(Launch launch, String endpoint, String protocol) {
        launch.with("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
        return protocol.equals("grpc") ? launch.with(PROTOCOL, protocol) : launch;
    }

    private static void checkJoined(List<Span> sides) {
        assertThat(sides).hasSize(2 * CONNECTIONS)
                .allSatisfy(span -> assertThat(span.getEventsList()).isNotEmpty());
        assertThat(sides.stream().map(Span::getTraceId).collect(Collectors.toSet())).hasSize(CONNECTIONS);
        assertThat(sides).filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                .hasSize(CONNECTIONS).allSatisfy(part -> assertThat(sides).anyMatch(
                        root -> root.getSpanId().equals(part.getParentSpanId())
                                && root.getTraceId().equals(part.getTraceId())));
    }

    @Test
    void protocol_notKnown_endsWithItsNameAndItsCode() {
        try (Running server = Launch.serverAsTold("--port", "0").with("OTEL_TRACES_EXPORTER", "otlp")
                .with(PROTOCOL, "carrier-pigeon").start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(USAGE);
            assertThat(server.log().all()).hasSize(2).first().asString()
                    .isEqualTo(PROTOCOL + " is carrier-pigeon, allowed is http/protobuf or grpc");
        }
    }
}
