package dev.parkway.telemetry;

import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;

/** A port at which Prometheus can scrape. OpenTelemetry's own does not tell which port it was given. */
record Scrapes(String host, HTTPServer server, MetricReader reader) {

    static Scrapes start(String host, int port) throws IOException {
        PrometheusMetricReader reader = PrometheusMetricReader.create();
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(reader);
        try {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new IOException("unknown host");
            }
            return new Scrapes(host, HTTPServer.builder().inetAddress(address.getAddress()).port(port)
                    .registry(registry).buildAndStart(), reader);
        } catch (IOException | UnresolvedAddressException e) {
            throw new IOException(host + ":" + port + " for metrics: "
                    + Objects.requireNonNullElse(e.getMessage(), "unknown host"), e);
        }
    }

    void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "http://" + host + ":" + server.getPort() + "/metrics";
    }
}
