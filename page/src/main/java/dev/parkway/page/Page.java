package dev.parkway.page;

import io.grpc.StatusRuntimeException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.UnresolvedAddressException;
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
        // Asked first: the web server itself would log a stack and go on.
        try (ServerSocket free = new ServerSocket()) {
            free.bind(plan.place());
        } catch (IOException | UnresolvedAddressException e) {
            throw new IOException(where(plan) + reason(e), e);
        }
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
        WebServer started = server.start();
        if (!started.isRunning()) {
            feed.close();
            throw new IOException(where(plan) + "cannot listen, as the log says");
        }
        return new Page(started, streams, feed);
    }

    private static String where(PagePlan plan) {
        return plan.place().getHostString() + ":" + plan.place().getPort() + ": ";
    }

    /** Returns what a failure says, as in {@code Address already in use}. */
    private static String reason(Exception failure) {
        // It has no message.
        return failure instanceof UnresolvedAddressException ? "unknown host"
                : String.valueOf(failure.getMessage());
    }

    private static void route(HttpRouting.Builder routing, PagePlan plan, Calls calls, Streams streams) {
        routing.addFilter(new Guard(plan.names()))
                .error(StatusRuntimeException.class,
                        (_, response, refused) -> Refusal.send(response, refused))
                .register("/api/v1", new Reading(calls, plan), streams, new Operating(calls, plan));
        Assets.register(routing);
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
