package dev.parkway.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Has the configured sampler decide of a server's part of a connection's trace as it decides of the client's: as of a
 * root. What the client has decided did not travel; a ratio goes by the trace's id, which both have.
 */
record SameDecision(Sampler configured) implements Sampler {

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
