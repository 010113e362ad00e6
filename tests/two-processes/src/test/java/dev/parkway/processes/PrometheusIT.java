package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a server. It is required in CI, and else skipped where there is none. */
final class PrometheusIT {

    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final int CONNECTIONS = 25;
    private static final int USAGE = 2;
    private static final int PORT_TAKEN = 5;

    @TempDir
    private Path folder;

    @Test
    void server_scraped_tellsPrometheusOfItsConnections() throws Exception {
        Required.check(Files.isExecutable(PROMETHEUS), "PROMETHEUS WAS NOT ASKED: there is no " + PROMETHEUS);
        try (Running server = Launch.server("--metrics-port", "0", "--transcript", "off").start()) {
            server.port();
            String target = metrics(server);
            Path settings = Files.writeString(folder.resolve("prometheus.yml"), """
                    global: {scrape_interval: 100ms, scrape_timeout: 100ms}
                    scrape_configs:
                      - job_name: parkway
                        scrape_interval: 1s
                        scrape_timeout: 1s
                        static_configs: [{targets: ['%s']}]
                    """.formatted(target));
            int port = freePort();
            try (Running prometheus = Launch.command(PROMETHEUS.toString(), "--config.file=" + settings,
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=" + Launch.LOOPBACK + ":" + port).start();
                    Running client = Launch.client(server.port(), "--connections", "" + CONNECTIONS, "--msl",
                            "1ms").start()) {
                assertThat(client.exitCode()).as("%s", client).isZero();
                Await.until("Prometheus has counted them\n" + prometheus, () -> answer(port,
                        "parkway_connection_ended_total{parkway_side=\"server\",parkway_outcome=\"completed\"}")
                        .contains("\"" + CONNECTIONS + "\""));
                Await.until("it is up", () -> answer(port, "up{job=\"parkway\"}").contains("\"1\""));
                assertThat(answer(port,
                        "parkway_park_duration_seconds_count{parkway_cause=\"turn taken\"}"))
                        .contains("\"" + CONNECTIONS * 5 + "\"");
                assertThat(answer(port, "sum(grpc_server_call_started_total)")).contains("\"value\"");
            }
        }
    }

    @Test
    void metricsPort_taken_endsWithOneLineAndItsCode() throws IOException {
        try (ServerSocket taken = new ServerSocket(0);
                Running server = Launch.serverAsTold("--port", "0", "--metrics-host", "0.0.0.0",
                        "--metrics-port", "" + taken.getLocalPort()).start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(PORT_TAKEN);
            assertThat(server.log().all()).singleElement().asString().endsWith(
                    "cannot listen on 0.0.0.0:" + taken.getLocalPort()
                            + " for metrics: Address already in use");
        }
    }

    @Test
    void variable_notAsItMustBe_endsWithItsNameAndItsCode() {
        try (Running server = Launch.serverAsTold("--port", "0").with("OTEL_METRICS_EXPORTER", "console")
                .start();
                Running client = Launch.client(1).with("OTEL_TRACES_EXPORTER", "otlp")
                        .with("OTEL_TRACES_SAMPLER", "sometimes").start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(USAGE);
            assertThat(server.log().all()).hasSize(2).first().asString().startsWith("otel.metrics.exporter ");
            assertThat(client.exitCode()).as("%s", client).isEqualTo(USAGE);
            assertThat(client.log().all()).hasSize(2).first().asString().contains("otel.traces.sampler");
        }
    }

    @Test
    void nothingAskedFor_noClassOfOpenTelemetryIsLoaded() {
        try (Running server = Launch.server().with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stderr").start();
                Running client = Launch.client(server.port(), "--connections", "3", "--msl", "1ms").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            server.terminate();
            assertThat(server.log().allWith("dev.parkway.telemetry.Telemetry ")).isNotEmpty();
            assertThat(server.log().allWith("io.opentelemetry.")).isEmpty();
        }
    }

    private static String metrics(Running server) {
        String marker = "metrics at http://";
        String line = server.log().await(marker);
        return line.substring(line.indexOf(marker) + marker.length(), line.lastIndexOf("/metrics"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** Asks Prometheus a question; while it does not answer, that is no answer. */
    private static String answer(int port, String query) {
        URI uri = URI.create("http://" + Launch.LOOPBACK + ":" + port + "/api/v1/query?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(),
                    BodyHandlers.ofString());
            return answer.body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
