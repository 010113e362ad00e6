package dev.parkway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Side;
import dev.parkway.script.State;
import dev.parkway.script.Step;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TracesTest {

    private static final int MANY = 200;

    private final InMemorySpanExporter client = InMemorySpanExporter.create();
    private final InMemorySpanExporter server = InMemorySpanExporter.create();

    @Test
    void connection_bothSides_areOneTraceWithTheirStatesAsEvents() throws Exception {
        run(Sampler.parentBased(Sampler.alwaysOn()), 3);
        Map<String, SpanData> roots = byTrace(client, "client-closes-first");
        Map<String, SpanData> parts = byTrace(server, "client-closes-first");
        assertThat(roots).hasSize(3);
        assertThat(parts.keySet()).isEqualTo(roots.keySet());
        SpanData session = client.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("session")).findFirst().orElseThrow();
        roots.forEach((trace, root) -> {
            SpanData part = Objects.requireNonNull(parts.get(trace));
            assertThat(root.getParentSpanId()).isEqualTo(SpanId.getInvalid());
            assertThat(part.getParentSpanId()).isEqualTo(root.getSpanId());
            assertThat(part.getSpanId()).isNotEqualTo(root.getSpanId());
            assertThat(root.getLinks()).singleElement()
                    .satisfies(link -> assertThat(link.getSpanContext().getSpanId())
                            .isEqualTo(session.getSpanId()));
            assertThat(part.getLinks()).singleElement()
                    .satisfies(link -> assertThat(link.getSpanContext().getTraceId())
                            .isEqualTo(session.getTraceId()));
            assertThat(events(root)).isEqualTo(states(Side.CLIENT));
            // The listener's two are older than the connection.
            assertThat(events(part)).isEqualTo(states(Side.SERVER).subList(2, states(Side.SERVER).size()));
            assertThat(root.getAttributes().get(Metric.OUTCOME)).isEqualTo("completed");
        });
    }

    @Test
    void ratio_manyConnections_bothSidesKeepTheSame() throws Exception {
        run(Sampler.parentBased(Sampler.traceIdRatioBased(0.3)), MANY);
        Set<String> kept = byTrace(client, "client-closes-first").keySet();
        assertThat(kept.size()).isBetween(1, MANY - 1);
        assertThat(byTrace(server, "client-closes-first").keySet()).isEqualTo(kept);
    }

    @Test
    void ratio_traceThatIsDropped_isNotBegun() {
        List<String> asked = new ArrayList<>();
        Sampler ratio = Sampler.traceIdRatioBased(0.3);
        SameDecision same = new SameDecision(Sampler.parentBased(ratio));
        SessionTrace session = SessionTrace.of(SpanContext.create("0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault()));
        for (long number = 1; number <= MANY; number++) {
            String id = session.traceId(number);
            assertThat(session.root(number).getTraceId()).isEqualTo(id);
            assertThat(same.drops(id)).isEqualTo(ratio.shouldSample(Context.root(), id, "a", SpanKind.SERVER,
                    Attributes.empty(), List.of()).getDecision() == SamplingDecision.DROP);
            asked.add(id);
        }
        assertThat(asked).doesNotHaveDuplicates();
        // It may look at more than the id, and is asked once there is more.
        assertThat(new SameDecision(Sampler.alwaysOff()).drops(asked.getFirst())).isFalse();
    }

    @Test
    void off_connections_leaveNoSpan() throws Exception {
        run(Sampler.alwaysOff(), 3);
        assertThat(client.getFinishedSpanItems()).isEmpty();
        assertThat(server.getFinishedSpanItems()).isEmpty();
    }

    private void run(Sampler sampler, int connections) throws Exception {
        TwoSides sides = new TwoSides(telemetry(client, sampler), telemetry(server, sampler));
        try {
            sides.run(connections);
        } finally {
            sides.close();
        }
    }

    private static Telemetry telemetry(InMemorySpanExporter exporter, Sampler sampler) {
        SameDecision same = new SameDecision(sampler);
        return new Exporting(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().setIdGenerator(new TraceIds())
                        .setSampler(same)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter)).build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance())).build(),
                Optional.empty(), same);
    }

    private static Map<String, SpanData> byTrace(InMemorySpanExporter exporter, String name) {
        return exporter.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name))
                .collect(Collectors.toMap(SpanData::getTraceId, span -> span));
    }

    private static List<String> events(SpanData span) {
        return span.getEvents().stream().map(EventData::getName).toList();
    }

    private static List<String> states(Side side) {
        return TwoSides.SCENARIO.script(side).steps().stream()
                .flatMap(step -> step instanceof Step.Enter enter
                        ? Stream.of(enter.state()) : Stream.empty())
                .map(State::toString).toList();
    }
}
