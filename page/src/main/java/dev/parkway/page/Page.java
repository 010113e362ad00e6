package dev.parkway.page;

import io.grpc.StatusRuntimeException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** A web server that shows what connections do, live, and nothing else. */
public final class Page implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MAX_CONNECTIONS = 500;
    private static final Duration GRACE = Duration.ofMillis(200);

    private final WebServer server;
    private final Streams streams;
    private final Feed feed;

    private Page(WebServer server, Streams streams, Feed feed) {
        this.server = server;
        this.streams = streams;
        this.feed = feed;
    }

    /**
     * Starts to listen.
     *
     * @param plan what and where
     * @return the page
     * @throws IOException if it cannot listen: where and why
     */
    public static Page start(PagePlan plan) throws IOException {
        Calls calls = new Calls(plan.channel());
        Feed feed = new Feed(calls);
        Streams streams = new Streams(calls, plan, feed);
        WebServer server = WebServer.builder()
                .host(plan.place().getHostString())
                .port(plan.place().getPort())
                .maxTcpConnections(MAX_CONNECTIONS)
                .maxPayloadSize(MAX_BODY_BYTES)
                .shutdownGracePeriod(GRACE)
                // Whoever starts it has one of his own.
                .shutdownHook(false)
                .routing(routing -> route(routing, plan, calls, streams))
                .build();
        try {
            return new Page(server.start(), streams, feed);
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new IOException(plan.place().getHostString() + ":" + plan.place().getPort() + ": "
                    + reason(e), e);
        }
    }

    private static void route(HttpRouting.Builder routing, PagePlan plan, Calls calls, Streams streams) {
        routing.addFilter(new Guard(plan.names()))
                .error(StatusRuntimeException.class, (_, response, refused) -> Refusal.send(response, refused))
                .register("/api/v1", new Reading(calls, plan), streams, new Operating(calls, plan));
        Assets.register(routing);
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** {@return the port that it listens on} */
    public int port() {
        return server.port();
    }

    /** Stops listening and ends all calls. */
    @Override
    public void close() {
        streams.close();
        feed.close();
        server.stop();
    }
}
