package dev.parkway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SessionTracesTest {

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SessionTraces traces = new SessionTraces(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exported)).build()
                    .get("test"),
            W3CTraceContextPropagator.getInstance());

    @Test
    void opening_twoThreadsAtOnce_eachSessionHasItsOwnSpan() throws InterruptedException {
        traces.opening();
        Thread other = Thread.ofVirtual().start(() -> {
            traces.opening();
            traces.opened("bbbbbbbb");
        });
        other.join();
        traces.opened("aaaaaaaa");

        String first = spanId("aaaaaaaa");
        assertThat(spanId("bbbbbbbb")).isNotEqualTo(first);

        traces.ended("aaaaaaaa");
        assertThat(exported.getFinishedSpanItems()).extracting(SpanData::getSpanId).containsExactly(first);
        assertThat(traces.of("aaaaaaaa")).isNull();
        assertThat(traces.of("bbbbbbbb")).isNotNull();
    }

    private String spanId(String session) {
        return Objects.requireNonNull(traces.of(session), session).context().getSpanId();
    }
}
