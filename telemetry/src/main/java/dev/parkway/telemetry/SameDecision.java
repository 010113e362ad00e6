package dev.parkway.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Has the configured sampler decide of a server's part of a connection's trace as it decides of the client's: as of a
 * root. What the client has decided did not travel; a ratio goes by the trace's id, which both have.
 */
record SameDecision(Sampler configured, boolean byIdAlone) implements Sampler {

    /** OpenTelemetry's own that takes a ratio says so in its description, and so does one that is parent-based on it. */
    private static final String RATIO = "TraceIdRatioBased";

    SameDecision(Sampler configured) {
        this(configured, configured.getDescription().contains(RATIO));
    }

    /** Whether a trace is not kept whatever else there is to know of it: asked before anything is made for it. */
    boolean drops(String traceId) {
        return byIdAlone && configured
                .shouldSample(Context.root(), traceId, "", SpanKind.INTERNAL, Attributes.empty(), List.of())
                .getDecision() == SamplingDecision.DROP;
    }

    @Override
    public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
            Attributes attributes, List<LinkData> links) {
        Context asked = parent.get(TraceIds.DERIVED) == null ? parent : Context.root();
        return configured.shouldSample(asked, traceId, name, kind, attributes, links);
    }

    @Override
    public String getDescription() {
        return configured.getDescription();
    }

    @Override
    public String toString() {
        return getDescription();
    }
}
